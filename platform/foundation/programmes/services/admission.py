"""Many new members at once, and what undoes it. A chunk at a time: everything here holds its rows' locks until the caller's
transaction ends. Locks are taken in one order: invitations, memberships by id, then cohorts by id."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from foundation.accounts.services import PersonDraft, create_people, erase_people
from foundation.audit.services import record_many
from foundation.kernel.clock import now
from foundation.kernel.statements import copy_in, run
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.programmes.services import invitations
from foundation.programmes.services.announcing import added, removed
from foundation.programmes.services.refusals import UNIQUE, refusing
from foundation.programmes.services.seats import release_each
from foundation.programmes.services.transfers import lock_memberships

COLUMNS = (
    "id",
    "created_at",
    "revision",
    "person_id",
    "cohort_id",
    "programme_id",
    "state_id",
    "organisation_id",
    "group",
    "learner_number",
    "status",
)
UNTOUCHED = """
    SELECT invitation.person_id
      FROM programmes_invitation invitation
      JOIN accounts_user person ON person.id = invitation.person_id AND person.claimed_at IS NULL
     WHERE invitation.claimed_at IS NULL AND invitation.person_id IN (
           SELECT person_id FROM programmes_membership WHERE id = ANY(%(memberships)s) AND cohort_id = %(cohort)s)
     ORDER BY invitation.id FOR UPDATE OF invitation
"""
REMOVE = """
    WITH held AS (
        SELECT id FROM programmes_membership
         WHERE id = ANY(%(memberships)s) AND cohort_id = %(cohort)s AND person_id = ANY(%(people)s) AND started_at IS NULL
         ORDER BY id FOR UPDATE
    )
    DELETE FROM programmes_membership gone USING held WHERE gone.id = held.id
    RETURNING gone.id, gone.person_id, gone.status
"""
UNINVITE = """
    DELETE FROM programmes_invitation invitation
     WHERE person_id = ANY(%(people)s)
       AND NOT EXISTS (SELECT FROM programmes_membership WHERE person_id = invitation.person_id)
       AND NOT EXISTS (SELECT FROM programmes_rolegrant WHERE person_id = invitation.person_id)
    RETURNING person_id
"""


@dataclass(frozen=True, slots=True)
class NewMember:
    """Whoever asks gives the ids, so that asking for her is known by them."""

    person: PersonDraft
    membership_id: UUID
    invitation_id: UUID
    organisation_id: UUID
    group: str = ""
    learner_number: str = ""


@transaction.atomic
def admit(*, actor_id: UUID | None, cohort: Cohort, members: Sequence[NewMember]) -> None:
    """Invite new people into the cohort, on seats that were reserved before."""
    if not members:
        return
    create_people([member.person for member in members])
    moment, state_id = now(), cohort.organisation.state_id
    with refusing(UNIQUE):
        copy_in(
            Membership,
            COLUMNS,
            (
                (
                    member.membership_id,
                    moment,
                    1,
                    member.person.id,
                    cohort.id,
                    cohort.programme_id,
                    state_id,
                    member.organisation_id,
                    member.group,
                    member.learner_number,
                    MembershipStatus.INVITED.value,
                )
                for member in members
            ),
        )
    ids = ((member.invitation_id, member.person.id) for member in members)
    copy_in(Invitation, invitations.COLUMNS, invitations.draft_invitations(ids))
    pairs = [(member.membership_id, member.person.id) for member in members]
    _record(actor_id, "added", [membership_id for membership_id, _ in pairs])
    added(cohort.id, cohort.programme_id, pairs)


@transaction.atomic
def take_back(*, actor_id: UUID | None, cohort_id: UUID, membership_ids: Collection[UUID]) -> set[UUID]:
    """Undo `admit` for those who have neither claimed their account nor begun to learn, and are still in the cohort (or were
    withdrawn from it). The others are locked. Returns the
    memberships that are gone, and with them whoever was nowhere else."""
    chosen = {"memberships": list(membership_ids), "cohort": cohort_id}
    people = [person_id for (person_id,) in run(UNTOUCHED, chosen)]
    lock_memberships(membership_ids)
    gone = run(REMOVE, {**chosen, "people": people})
    leavers = [person_id for _, person_id, _ in gone]
    erase_people(people=[person_id for (person_id,) in run(UNINVITE, {"people": leavers})])
    release_each(cohort_id for *_, status in gone if status != MembershipStatus.WITHDRAWN)
    pairs = [(membership_id, person_id) for membership_id, person_id, _ in gone]
    _record(actor_id, "taken_back", [membership_id for membership_id, _ in pairs])
    removed(cohort_id, pairs)
    return {membership_id for membership_id, _ in pairs}


def _record(actor_id: UUID | None, deed: str, membership_ids: Sequence[UUID]) -> None:
    record_many(actor_id=actor_id, action=f"membership.{deed}", subject_type="membership", subject_ids=membership_ids)
