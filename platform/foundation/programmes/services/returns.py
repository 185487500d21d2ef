"""Those who were withdrawn and are named by a list again: the same people, and not new ones. Locks as in `transfers`."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from foundation.audit.services import record_many
from foundation.kernel.clock import now
from foundation.kernel.statements import run
from foundation.programmes.models import Cohort
from foundation.programmes.services import announcing
from foundation.programmes.services.refusals import UNIQUE, refusing
from foundation.programmes.services.seats import release_seats
from foundation.programmes.services.transfers import FREE

# Whose school was the former cohort's organisation joins the new one's.
REJOIN = f"""
    WITH held AS (
        SELECT m.id, CASE WHEN person.claimed_at IS NULL THEN 'invited' ELSE 'active' END AS status,
               CASE WHEN m.organisation_id = former.organisation_id THEN %(organisation)s ELSE m.organisation_id END AS school
          FROM programmes_membership m
          JOIN programmes_cohort former ON former.id = m.cohort_id
          JOIN accounts_user person ON person.id = m.person_id AND person.erased_at IS NULL
         WHERE m.id = ANY(%(memberships)s) AND m.status = 'withdrawn'
           AND m.programme_id = %(programme)s AND m.state_id = %(state)s
           AND {FREE}
         ORDER BY m.id FOR NO KEY UPDATE OF m
    )
    UPDATE programmes_membership m
       SET status = held.status, withdrawn_at = NULL, cohort_id = %(cohort)s, organisation_id = held.school,
           revision = m.revision + 1
      FROM held WHERE m.id = held.id
    RETURNING m.id, m.person_id
"""  # noqa: S608
SEND_BACK = """
    WITH held AS (
        SELECT m.id, former.id AS cohort_id,
               CASE WHEN m.organisation_id = %(organisation)s THEN former.organisation_id ELSE m.organisation_id END AS school
          FROM unnest(%(memberships)s::uuid[], %(formers)s::uuid[]) wanted (id, former_id)
          JOIN programmes_membership m ON m.id = wanted.id AND m.cohort_id = %(cohort)s AND m.status <> 'withdrawn'
          JOIN programmes_cohort former ON former.id = wanted.former_id
         ORDER BY m.id FOR NO KEY UPDATE OF m
    )
    UPDATE programmes_membership m
       SET status = 'withdrawn', withdrawn_at = %(now)s, cohort_id = held.cohort_id, organisation_id = held.school,
           revision = m.revision + 1
      FROM held WHERE m.id = held.id
    RETURNING m.id, m.person_id
"""


@transaction.atomic
def rejoin(*, actor_id: UUID | None, cohort: Cohort, membership_ids: Collection[UUID]) -> set[UUID]:
    """Into `cohort`, on seats that were reserved before, those who are withdrawn and nowhere else in the programme. Returns
    who is there: for the others the caller gives the seats back."""
    place = {"cohort": cohort.id, "organisation": cohort.organisation_id}
    scope = {"programme": cohort.programme_id, "state": cohort.organisation.state_id}
    with refusing(UNIQUE):
        rows = run(REJOIN, {**place, **scope, "memberships": list(membership_ids)})
    _record(actor_id, "readmitted", rows)
    announcing.added(cohort.id, cohort.programme_id, rows)
    return {membership_id for membership_id, _ in rows}


@transaction.atomic
def send_back(*, actor_id: UUID | None, cohort: Cohort, formers: Sequence[tuple[UUID, UUID]]) -> set[UUID]:
    """Undo `rejoin`: withdrawn again, each in the cohort named with her. Returns who was still in `cohort`."""
    values = {
        "memberships": [membership_id for membership_id, _ in formers],
        "formers": [cohort_id for _, cohort_id in formers],
        "cohort": cohort.id,
        "organisation": cohort.organisation_id,
        "now": now(),
    }
    rows = run(SEND_BACK, values)
    _record(actor_id, "withdrawn", rows)
    release_seats(cohort.id, len(rows))
    announcing.withdrawn(cohort.id, rows)
    return {membership_id for membership_id, _ in rows}


def _record(actor_id: UUID | None, deed: str, rows: announcing.Pairs) -> None:
    ids = [membership_id for membership_id, _ in rows]
    record_many(actor_id=actor_id, action=f"membership.{deed}", subject_type="membership", subject_ids=ids)
