"""Many members moved, withdrawn and let in again at once. Locks are taken in one order: memberships by id, then cohorts by id.
Each statement asks the locked rows what they are now: of two at once, one finds nothing to do."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from foundation.audit.services import record_many
from foundation.kernel.clock import now
from foundation.kernel.statements import run
from foundation.programmes.models import Cohort
from foundation.programmes.services import announcing
from foundation.programmes.services.refusals import UNIQUE, refusing
from foundation.programmes.services.seats import release_each, release_seats, reserve_up_to

LOCK = "SELECT FROM programmes_membership WHERE id = ANY(%(memberships)s) ORDER BY id FOR NO KEY UPDATE"
LOCK_COHORTS = "SELECT FROM programmes_cohort WHERE id = ANY(%(cohorts)s) ORDER BY id FOR NO KEY UPDATE"
MOVE = """
    WITH held AS (
        SELECT m.id, source.id AS source_id,
               CASE WHEN m.organisation_id = source.organisation_id THEN %(organisation)s ELSE m.organisation_id END AS school
          FROM unnest(%(memberships)s::uuid[], %(sources)s::uuid[]) wanted (id, source_id)
          JOIN programmes_membership m ON m.id = wanted.id AND m.cohort_id = wanted.source_id
          JOIN programmes_cohort source ON source.id = wanted.source_id
         WHERE m.status <> 'withdrawn' AND m.programme_id = %(programme)s AND m.state_id = %(state)s
           AND m.cohort_id <> %(cohort)s
         ORDER BY m.id FOR NO KEY UPDATE OF m
    )
    UPDATE programmes_membership m
       SET cohort_id = %(cohort)s, organisation_id = held.school, revision = m.revision + 1
      FROM held WHERE m.id = held.id
    RETURNING m.id, m.person_id, held.source_id
"""
WITHDRAW = """
    WITH held AS (
        SELECT id FROM programmes_membership
         WHERE id = ANY(%(memberships)s) AND cohort_id = %(cohort)s AND status <> 'withdrawn'
         ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE programmes_membership m SET status = 'withdrawn', withdrawn_at = %(now)s, revision = m.revision + 1
      FROM held WHERE m.id = held.id
    RETURNING m.id, m.person_id
"""
# Whoever is a member elsewhere by now, or whose number is another's, stays out.
FREE = """
       NOT EXISTS (SELECT FROM programmes_membership live WHERE live.person_id = m.person_id
                          AND live.programme_id = m.programme_id AND live.status <> 'withdrawn')
       AND NOT EXISTS (SELECT FROM programmes_membership live WHERE live.programme_id = m.programme_id
                          AND live.state_id = m.state_id AND live.learner_number = m.learner_number
                          AND live.learner_number <> '' AND live.status <> 'withdrawn')
"""
GONE = f"""
    SELECT m.id, m.cohort_id FROM programmes_membership m
      JOIN accounts_user person ON person.id = m.person_id AND person.erased_at IS NULL
     WHERE m.id = ANY(%(memberships)s) AND m.status = 'withdrawn' AND {FREE}
     ORDER BY m.id FOR NO KEY UPDATE OF m
"""  # noqa: S608
RETURN = """
    UPDATE programmes_membership m
       SET status = CASE WHEN person.claimed_at IS NULL THEN 'invited' ELSE 'active' END, withdrawn_at = NULL,
           revision = m.revision + 1
      FROM accounts_user person
     WHERE person.id = m.person_id AND m.id = ANY(%(memberships)s)
    RETURNING m.id, m.person_id, m.cohort_id, m.programme_id
"""


def lock_memberships(membership_ids: Collection[UUID]) -> None:
    """For a caller who takes seats before it changes these."""
    run(LOCK, {"memberships": list(membership_ids)})


def lock_cohorts(cohort_ids: Collection[UUID]) -> None:
    """For a caller who takes seats in one of these and frees some in others; behind the memberships."""
    run(LOCK_COHORTS, {"cohorts": list(cohort_ids)})


@transaction.atomic
def transfer(*, actor_id: UUID | None, cohort: Cohort, moves: Sequence[tuple[UUID, UUID]]) -> set[UUID]:
    """Into `cohort`, on seats that were reserved before, those of the memberships that are still live in the cohort named with
    each; their old seats are freed. Returns which moved: for the others the caller gives the seats back. Whose school was
    the old cohort's organisation joins the new one's."""
    rows = run(
        MOVE,
        {
            "memberships": [membership_id for membership_id, _ in moves],
            "sources": [source_id for _, source_id in moves],
            "cohort": cohort.id,
            "organisation": cohort.organisation_id,
            "programme": cohort.programme_id,
            "state": cohort.organisation.state_id,
        },
    )
    sources: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for membership_id, _, source_id in rows:
        sources[source_id].append(membership_id)
    for source_id, ids in sources.items():
        _record(actor_id, "moved", ids, {"from": str(source_id), "to": str(cohort.id)})
    release_each(source_id for *_, source_id in rows)
    announcing.moved(cohort.id, rows)
    return {membership_id for membership_id, *_ in rows}


@transaction.atomic
def dismiss(*, actor_id: UUID | None, cohort_id: UUID, membership_ids: Collection[UUID]) -> set[UUID]:
    """Withdraw those who are live in the cohort; returns which were."""
    rows = run(WITHDRAW, {"memberships": list(membership_ids), "cohort": cohort_id, "now": now()})
    ids = [membership_id for membership_id, _ in rows]
    _record(actor_id, "withdrawn", ids)
    release_seats(cohort_id, len(rows))
    announcing.withdrawn(cohort_id, rows)
    return set(ids)


@transaction.atomic
def readmit(*, actor_id: UUID | None, membership_ids: Collection[UUID]) -> set[UUID]:
    """Undo `dismiss`, as far as there are seats and nobody has taken the place since; returns who is back."""
    waiting: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for membership_id, cohort_id in run(GONE, {"memberships": list(membership_ids)}):
        waiting[cohort_id].append(membership_id)
    seated = [membership_id for cohort_id, ids in sorted(waiting.items()) for membership_id in _seat(cohort_id, ids)]
    with refusing(UNIQUE):
        rows = run(RETURN, {"memberships": seated})
    _record(actor_id, "readmitted", seated)
    for place in sorted({(cohort_id, programme_id) for *_, cohort_id, programme_id in rows}):
        announcing.added(*place, [(row[0], row[1]) for row in rows if row[2] == place[0]])
    return set(seated)


def _seat(cohort_id: UUID, membership_ids: list[UUID]) -> list[UUID]:
    """Those for whom a seat is free, which is taken."""
    return membership_ids[: reserve_up_to(cohort_id, len(membership_ids))]


def _record(actor_id: UUID | None, deed: str, ids: Sequence[UUID], details: dict[str, str] | None = None) -> None:
    record_many(
        actor_id=actor_id, action=f"membership.{deed}", subject_type="membership", subject_ids=ids, details=details
    )
