"""An invitation becomes an account, a new password, or somebody else's place."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.errors import AccountClosed, UsernameTaken
from foundation.accounts.models import User
from foundation.accounts.services import (
    claim_account,
    erase_people,
    forget_shells,
    grant_staff,
    heed_birth_date,
    set_password,
)
from foundation.audit.services import record
from foundation.kernel import codes
from foundation.kernel.clock import now, today
from foundation.kernel.errors import FieldError, Invalid
from foundation.kernel.throttling import Limit, network_of
from foundation.outbox import publish
from foundation.outbox.events.foundation import InvitationClaimed, MembershipPassed
from foundation.programmes import policies, rules
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.errors import AccountInUse, AlreadyMember, CodeExpired, CodeUnknown, CodeUsed
from foundation.programmes.models import Invitation, Membership, RoleGrant
from foundation.programmes.services.invitations import hash_of
from foundation.programmes.services.members import announce
from foundation.programmes.services.refusals import refusing

BY_ADDRESS = Limit("programmes.claims.address", 120, 60)  # a class mistypes behind one address
BY_CODE = Limit("programmes.claims.code", 20, 600)


def claim(
    *,
    code: str,
    username: str = "",
    password: str = "",
    email: str = "",
    signed_in: User | None = None,
    address: str = "",
) -> User:
    """Make an invitation an account, as `_claim` says. Guessing is slowed."""
    alone = not (username or password)
    with _slowed(address, code):
        return _claim(code, username, password, email, signed_in if alone else None)


@contextmanager
def _slowed(address: str, typed: str) -> Iterator[None]:
    """For each code; and for each address (of the network) where the code is unknown: whoever guesses there must not keep a
    school or a carrier's customers from their own."""
    if address and (code := codes.normal_code(typed)):
        BY_CODE.count(code)
    try:
        yield
    except CodeUnknown:
        if address:
            BY_ADDRESS.count(network_of(address))
        raise


@transaction.atomic
def _claim(code: str, username: str, password: str, email: str, signed_in: User | None) -> User:
    """The person to whom the code's places belong from now on. The invitation's row decides between two at once.

    Signed in, they pass to that person. Else the invited person gets her username and password; where she has claimed
    before, the code was made for someone who forgot the password: only that is new, and every session ends.
    """
    invitation = _usable_invitation(code)
    person = invitation.person
    _lock_places(person)
    if signed_in is not None:
        return _pass_on(invitation, signed_in)
    if person.claimed_at is None:
        _check_email(email)
        with _suggesting(username):
            person = claim_account(person=person, username=username, password=password, email=email)
    else:
        set_password(person=person, password=password)
    _settle(invitation, person)
    return person


def _check_email(email: str) -> None:
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise Invalid(errors=[FieldError("/email", "invalid", _("This is not an e-mail address."))]) from None


def _usable_invitation(typed: str) -> Invitation:
    """Locked: whoever comes second finds it used."""
    code = codes.normal_code(typed)
    rows = Invitation.objects.select_related("person").select_for_update(of=("self",), no_key=True)
    invitation = rows.filter(code_hash=hash_of(code)).first() if code else None
    if invitation is None:
        raise CodeUnknown
    if invitation.claimed_at is not None:
        raise CodeUsed
    if rules.is_expired(invitation.expires_at, now()):
        raise CodeExpired
    if not invitation.person.is_active:
        raise AccountClosed
    return invitation


def _lock_places(person: User) -> None:
    """Before her own row, as whoever writes a list does. A code doesn't outlive the last place or role."""
    places = Membership.objects.filter(person=person).order_by("id").select_for_update(of=("self",), no_key=True)
    if {*places.values_list("status", flat=True)} <= {MembershipStatus.WITHDRAWN} and not policies.grants_of(person):
        raise CodeExpired


def _settle(invitation: Invitation, person: User) -> None:
    invitation.claimed_at = now()
    invitation.save(update_fields=["claimed_at"])
    invited = Membership.objects.filter(person=person, status=MembershipStatus.INVITED)
    invited.update(status=MembershipStatus.ACTIVE, revision=F("revision") + 1)
    _announce(invitation, person)


def _pass_on(invitation: Invitation, taker: User) -> User:
    """An unclaimed person has done nothing yet: her places, former ones too, go to whoever is signed in, and she is erased."""
    giver = invitation.person
    if giver.claimed_at is not None:
        raise AccountInUse
    places = list(Membership.objects.filter(person=giver).order_by("id"))
    with refusing({"programmes_membership_live": AlreadyMember}):
        for place in places:
            place.person = taker
            if place.status == MembershipStatus.INVITED:
                place.status = MembershipStatus.ACTIVE
            place.advance(["person", "status"])
    if places:
        heed_birth_date(person=taker, listed=giver.birth_date)
    _pass_roles(giver, taker)
    _announce(invitation, taker)
    invitation.claimed_at = now()
    invitation.save(update_fields=["claimed_at"])
    erase_people(people=[giver.id])
    forget_shells(people=[giver.id])
    for place in places:
        _announce_passed(place, giver)
    return taker


def _announce_passed(place: Membership, giver: User) -> None:
    if place.status != MembershipStatus.WITHDRAWN:
        announce(place)
    publish(
        MembershipPassed(
            membership_id=place.id,
            cohort_id=place.cohort_id,
            from_person_id=giver.id,
            to_person_id=place.person_id,
        )
    )


def _pass_roles(giver: User, taker: User) -> None:
    held = set(policies.grants_of(taker))
    for grant in RoleGrant.objects.filter(person=giver, revoked_at=None):
        if policies.as_rule(grant) not in held:
            grant.person = taker
            grant.save(update_fields=["person"])
    policies.forget_grants(taker)
    mark_staff(taker)


@transaction.atomic
def mark_staff(person: User) -> None:
    """Accounts asks a second factor of whoever holds a role, and lets the office into the admin."""
    User.objects.select_for_update(of=("self",), no_key=True).get(
        pk=person.pk
    )  # or two at once miss each other's change
    policies.forget_grants(person)
    roles = policies.roles_of(person)
    grant_staff(person_id=person.id, is_staff=bool(roles), is_office=Role.PROGRAMME_OFFICE in roles)


def _announce(invitation: Invitation, person: User) -> None:
    record(actor_id=person.id, action="invitation.claimed", subject_type="invitation", subject_id=invitation.id)
    publish(InvitationClaimed(invitation_id=invitation.id, person_id=person.id))


@contextmanager
def _suggesting(username: str) -> Iterator[None]:
    """Adds free usernames to the refusal of a taken one."""
    try:
        yield
    except UsernameTaken as taken:
        names = rules.username_candidates(username, today().year)
        known = User.objects.alias(folded=Lower("username")).filter(folded__in=[name.lower() for name in names])
        free = rules.username_suggestions(names, {name.lower() for name in known.values_list("username", flat=True)})
        raise UsernameTaken(errors=taken.errors, suggestions=free) from None
