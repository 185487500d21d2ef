"""Roles: given, given by invitation, taken back."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.selectors import person_by_sign_in_address, person_by_username
from foundation.accounts.services import claim_account, create_person
from foundation.audit.services import record
from foundation.kernel.clock import now
from foundation.kernel.errors import FieldError, Invalid, NotFound
from foundation.outbox import publish
from foundation.outbox.events.foundation import GrantInvited
from foundation.programmes import policies, rules
from foundation.programmes.enums import Role
from foundation.programmes.errors import AlreadyGranted, LastOffice
from foundation.programmes.models import MemberState, RoleGrant
from foundation.programmes.services.claims import mark_staff
from foundation.programmes.services.invitations import invite
from foundation.programmes.services.refusals import UNKNOWN, blaming, refusing

NAME_LENGTH = 200
UNIQUE = {"programmes_grant_live": AlreadyGranted}


@transaction.atomic
def give_role(
    *,
    actor: User,
    role: Role,
    state: str | None = None,
    organisation: str | None = None,
    user: str = "",
    email: str = "",
    **person: str,
) -> RoleGrant:
    """To a person whom the actor may see, named by username or id, or by the address with which she signs in. Anybody else's
    address gets an invitation: whether there is an account behind it is not the actor's to know."""
    if bool(user) == bool(email):
        raise Invalid(errors=[FieldError("/user", "one_of", _("Name either a user or an e-mail address."))])
    seen = policies.people_visible_to(actor)
    found = _person_named(user) if user else person_by_sign_in_address(email)
    if found is not None and seen.filter(pk=found.pk).exists():
        return grant_role(actor=actor, person=found, role=role, state=state, organisation=organisation)
    if user:
        raise Invalid(errors=[FieldError("/user", "unknown", UNKNOWN)])
    return invite_role(actor=actor, email=email, role=role, state=state, organisation=organisation, **person)


@transaction.atomic
def grant_role(
    *, actor: User, person: User, role: Role, state: str | None = None, organisation: str | None = None
) -> RoleGrant:
    """`state` is a code, `organisation` a slug or id; neither reaches everywhere."""
    grant = _write(actor, person, _wanted(actor, role, state, organisation))
    mark_staff(person)
    return grant


@transaction.atomic
def invite_role(
    *,
    actor: User,
    email: str,
    role: Role,
    state: str | None = None,
    organisation: str | None = None,
    name: str = "",
    language: str = "",
) -> RoleGrant:
    """Someone new, whose invitation goes out by e-mail (the code is not in the event)."""
    wanted = _wanted(actor, role, state, organisation)
    person = create_person(
        name=name or email.partition("@")[0][:NAME_LENGTH], language=language or actor.language, email=email
    )
    grant = _write(actor, person, wanted)
    mark_staff(person)
    invitation = invite(person_id=person.id)
    publish(GrantInvited(grant_id=grant.id, person_id=person.id, invitation_id=invitation.id))
    return grant


@transaction.atomic
def revoke_grant(*, actor: User, grant_id: UUID) -> None:
    seen = policies.grants_visible_to(actor).filter(pk=grant_id)
    if not rules.may_give(policies.grants_of(actor), policies.as_rule(policies.one(seen))):
        raise NotFound
    if seen.filter(role=Role.PROGRAMME_OFFICE).exists():
        _check_someone_stays(without=grant_id)
    grant = policies.one(seen.select_for_update(of=("self",), no_key=True))
    grant.revoked_at = now()
    grant.save(update_fields=["revoked_at"])
    mark_staff(grant.person)
    _record(actor, grant, "revoked")


@transaction.atomic
def create_office(*, username: str, name: str, password: str, email: str = "", language: str = "en") -> User:
    """The first of the programme office, made by whoever runs the server."""
    person = create_person(name=name, language=language, email=email)
    person = claim_account(person=person, username=username, password=password, email=email)
    grant = _write(None, person, RoleGrant(role=Role.PROGRAMME_OFFICE))
    mark_staff(grant.person)
    return grant.person


def _wanted(actor: User, role: Role, state: str | None, organisation: str | None) -> RoleGrant:
    """The grant as asked for, not yet anybody's; refused where the role can't hold there or isn't the actor's to give."""
    grant = RoleGrant(role=role, state=_state(state))
    if organisation:
        with blaming("organisation"):
            grant.organisation = policies.get_organisation_for(actor, organisation)
        grant.state = grant.organisation.state
    wanted = policies.as_rule(grant)
    if not rules.may_give(policies.grants_of(actor), wanted):
        raise NotFound
    if not rules.fits(wanted):
        raise Invalid(errors=[FieldError("/state", "wrong_scope", _("This role can't hold there."))])
    return grant


def _state(code: str | None) -> MemberState | None:
    with blaming("state"):
        return policies.one(MemberState.objects.filter(code=code)) if code else None


def _person_named(reference: str) -> User | None:
    try:
        return User.objects.filter(pk=UUID(reference)).first()
    except ValueError:
        return person_by_username(reference)


def _write(actor: User | None, person: User, grant: RoleGrant) -> RoleGrant:
    grant.person = person
    grant.granted_by = actor
    with refusing(UNIQUE):
        grant.save(force_insert=True)
    _record(actor, grant, "given")
    return grant


def _check_someone_stays(*, without: UUID) -> None:
    """Someone who can sign in: neither invited only nor closed. All live office grants are locked, in one order and before the
    one to be revoked: two can't send each other away."""
    office = RoleGrant.objects.filter(role=Role.PROGRAMME_OFFICE, revoked_at=None).order_by("id")
    locked = office.select_related("person").select_for_update(of=("self",), no_key=True)
    if not any(grant.person.is_active and grant.person.claimed_at for grant in locked if grant.pk != without):
        raise LastOffice


def _record(actor: User | None, grant: RoleGrant, deed: str) -> None:
    details: dict[str, Any] = {"role": grant.role, "person": str(grant.person_id)}
    record(
        actor_id=actor.id if actor else None,
        action=f"grant.{deed}",
        subject_type="grant",
        subject_id=grant.id,
        details=details,
    )
