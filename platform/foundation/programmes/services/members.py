"""Who belongs to a cohort. Locks are taken in one order: invitation, membership, then cohorts by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.services import create_person
from foundation.audit.models import Record
from foundation.audit.services import record
from foundation.kernel.clock import now
from foundation.kernel.errors import FieldError, Invalid
from foundation.outbox import publish
from foundation.outbox.events.foundation import AccountCodeMade
from foundation.programmes import policies
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.errors import OtherTerritory, OwnReset, Withdrawn
from foundation.programmes.models import Cohort, Membership, Organisation
from foundation.programmes.selectors import active_memberships, openable_from, organisations_of_state
from foundation.programmes.services import announcing
from foundation.programmes.services.invitations import ClaimCode, code_of, invite, reissue
from foundation.programmes.services.refusals import UNIQUE, blaming, refusing
from foundation.programmes.services.seats import change_seat, free_seat, take_seat


@dataclass(frozen=True, slots=True)
class AddedMember:
    """The one time that the code is told."""

    membership: Membership
    claim: ClaimCode

    @property
    def claim_code(self) -> str:
        return self.claim.code

    @property
    def url(self) -> str:
        return self.claim.url

    @property
    def expires_at(self) -> datetime:
        return self.claim.expires_at


@transaction.atomic
def add_member(
    *,
    actor: User,
    cohort_id: UUID,
    name: str,
    birth_date: date | None = None,
    language: str = "",
    learner_number: str = "",
    group: str = "",
    organisation: str = "",
    **person: str,
) -> AddedMember:
    """Invite a new person into the cohort. `organisation` is her school (slug or id; the cohort's own by default); `person`
    may have `email`, `phone`, `name_latin` and `gender`."""
    cohort = policies.get_managed_cohort(actor, cohort_id)
    school = _school(cohort, organisation)
    take_seat(cohort.id)
    invited = create_person(
        name=name,
        birth_date=birth_date,
        language=language or cohort.languages[0],
        country=school.state.code,
        **person,
    )
    membership = _join(invited, cohort, school, group=group, learner_number=learner_number)
    invitation = invite(person_id=invited.id)
    _record(actor, membership, "added")
    announce(membership)
    return AddedMember(membership, code_of(invitation))


@transaction.atomic
def change_member(*, actor: User, cohort_id: UUID, membership_id: UUID, changes: Mapping[str, Any]) -> Membership:
    """What is asked for at once, or nothing of it: school, class and number, then a move, then a withdrawal."""
    membership = policies.get_managed_membership(actor, cohort_id, membership_id)
    _check_status(membership, changes.get("status", membership.status))
    _describe(actor, membership, changes)
    if (to := changes.get("cohort", cohort_id)) != cohort_id:
        move_member(actor=actor, cohort_id=cohort_id, membership_id=membership_id, to=to)
    if changes.get("status") == MembershipStatus.WITHDRAWN:
        withdraw_member(actor=actor, cohort_id=changes.get("cohort", cohort_id), membership_id=membership_id)
    return policies.one(policies.memberships_managed_by(actor).filter(pk=membership_id))


@transaction.atomic
def move_member(*, actor: User, cohort_id: UUID, membership_id: UUID, to: UUID) -> Membership:
    """To another cohort of the programme and state. Whose school was the old cohort's organisation joins the new one's."""
    membership = policies.get_managed_membership(actor, cohort_id, membership_id)
    with blaming("cohort"):
        target = policies.get_managed_cohort(actor, to)
    if target.id == cohort_id:
        return membership
    if membership.status == MembershipStatus.WITHDRAWN:
        raise Withdrawn
    source = membership.cohort
    if (target.programme_id, target.organisation.state_id) != (membership.programme_id, membership.state_id):
        raise OtherTerritory
    change_seat(leave=source.id, enter=target.id)
    membership.cohort = target
    if membership.organisation_id == source.organisation_id:
        membership.organisation = target.organisation
    membership.advance(["cohort", "organisation"])
    _record(actor, membership, "moved", {"from": str(source.id), "to": str(target.id)})
    announcing.moved(target.id, [(membership.id, membership.person_id, source.id)])
    return membership


@transaction.atomic
def withdraw_member(*, actor: User, cohort_id: UUID, membership_id: UUID) -> Membership:
    """Gives the seat back. Once is enough: a second time changes nothing."""
    membership = policies.get_managed_membership(actor, cohort_id, membership_id)
    if membership.status == MembershipStatus.WITHDRAWN:
        return membership
    free_seat(cohort_id)
    membership.status = MembershipStatus.WITHDRAWN
    membership.withdrawn_at = now()
    membership.advance(["status", "withdrawn_at"])
    _record(actor, membership, "withdrawn")
    announcing.withdrawn(cohort_id, [(membership.id, membership.person_id)])
    return membership


@transaction.atomic
def new_claim_code(*, actor: User, cohort_id: UUID, membership_id: UUID) -> ClaimCode:
    """A card was lost, or a password forgotten. The code before it is void. Locks as a claim does: invitation, membership."""
    managed = policies.memberships_managed_by(actor).filter(pk=membership_id, cohort_id=cohort_id)
    invitation = reissue(person_id=policies.one(managed).person_id)
    membership = policies.get_managed_membership(actor, cohort_id, membership_id)
    person = membership.person
    if membership.status == MembershipStatus.WITHDRAWN:
        raise Withdrawn
    mine = policies.is_office(actor) or openable_from(membership.state_id).filter(pk=person.pk).exists()
    if not mine:
        raise OwnReset
    issue = _record(actor, membership, "code_reissued")
    if person.claimed_at is not None:
        publish(AccountCodeMade(issue_id=issue.id, membership_id=membership.id, person_id=person.id))
    return code_of(invitation)


def note_started(*, person_id: UUID, course_slug: str) -> None:
    """She has begun what a cohort of hers offers: taking her back would lose what she did."""
    offering = active_memberships(person_id).filter(cohort__courses__contains=[course_slug], started_at=None)
    offering.update(started_at=now())


def announce(membership: Membership) -> None:
    announcing.added(membership.cohort_id, membership.programme_id, [(membership.id, membership.person_id)])


def _school(cohort: Cohort, reference: str) -> Organisation:
    """An organisation of the cohort's state."""
    if not reference:
        return cohort.organisation
    with blaming("organisation"):
        return policies.named(organisations_of_state(cohort.organisation.state_id), reference)


def _join(person: User, cohort: Cohort, school: Organisation, **more: str) -> Membership:
    membership = Membership(
        person=person,
        cohort=cohort,
        programme_id=cohort.programme_id,
        state_id=school.state_id,
        organisation=school,
        **more,
    )
    with refusing(UNIQUE):
        membership.save(force_insert=True)
    return membership


def _check_status(membership: Membership, wanted: str) -> None:
    if wanted not in (membership.status, MembershipStatus.WITHDRAWN):
        detail = _("A membership can only be withdrawn here.")
        raise Invalid(errors=[FieldError("/status", "not_possible", detail)])


def _describe(actor: User, membership: Membership, changes: Mapping[str, Any]) -> None:
    wanted = {field: changes[field] for field in ("group", "learner_number") if field in changes}
    if "organisation" in changes:
        wanted["organisation"] = _school(membership.cohort, changes["organisation"])
    changed = [field for field, value in wanted.items() if getattr(membership, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(membership, field, wanted[field])
    with refusing(UNIQUE):
        membership.advance(changed)
    _record(actor, membership, "changed", {"fields": changed})


def _record(actor: User, membership: Membership, deed: str, details: dict[str, Any] | None = None) -> Record:
    return record(
        actor_id=actor.id,
        action=f"membership.{deed}",
        subject_type="membership",
        subject_id=membership.id,
        details=details,
    )
