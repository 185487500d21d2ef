"""Who sees what: the office everything; a coordinator or safeguarding officer what lies in the scope of the grant; everybody
else her own. People are seen through memberships alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from foundation.accounts.models import User
from foundation.kernel.errors import NotFound
from foundation.kernel.joining import Joined
from foundation.programmes import rules
from foundation.programmes.enums import Role, Scope
from foundation.programmes.models import Cohort, Membership, MemberState, Organisation, Programme, RoleGrant
from foundation.programmes.rules import Grant

M = TypeVar("M", bound=Model)
KEPT = "_grants"


def grants_of(actor: User) -> tuple[Grant, ...]:
    """What the person holds now; asked once for each instance, that is once a request."""
    ask_grants([actor])
    kept: tuple[Grant, ...] = actor.__dict__[KEPT]
    return kept


def ask_grants(people: Iterable[User]) -> None:
    """Of many in one statement, as far as it wasn't asked before."""
    unasked = {person.pk: person for person in people if KEPT not in person.__dict__}
    if not unasked:
        return
    held = defaultdict(list)
    for grant in RoleGrant.objects.filter(person_id__in=unasked, revoked_at=None).order_by("id"):
        held[grant.person_id].append(as_rule(grant))
    for person in unasked.values():
        person.__dict__[KEPT] = tuple(held[person.pk])


def as_rule(grant: RoleGrant) -> Grant:
    return Grant(Role(grant.role), grant.state_id, grant.organisation_id)


def forget_grants(actor: User) -> None:
    """After a change of grants in the same request."""
    actor.__dict__.pop(KEPT, None)


def roles_of(actor: User) -> frozenset[Role]:
    return frozenset(grant.role for grant in grants_of(actor))


def has_role(actor: User, role: Role) -> bool:
    return role in roles_of(actor)


def is_office(actor: User) -> bool:
    return has_role(actor, Role.PROGRAMME_OFFICE)


def oversees_all(actor: User) -> bool:
    """The office, and a safeguarding officer of every state."""
    return is_office(actor) or any(g.role in rules.OVERSEEING and g.scope == Scope.EVERYWHERE for g in grants_of(actor))


def member_states_open() -> QuerySet[MemberState]:
    """The public list."""
    return MemberState.objects.filter(active=True)


def organisations_visible_to(actor: User) -> QuerySet[Organisation]:
    seen = Organisation.objects.select_related("state")
    if oversees_all(actor):
        return seen
    states, organisations = _scopes(actor, rules.OVERSEEING)
    own = Membership.objects.filter(person_id=actor.pk).values("organisation_id")
    return seen.filter(Q(state_id__in=states) | Q(id__in=organisations) | Q(id__in=own))


def programmes_visible_to(actor: User) -> QuerySet[Programme]:
    """A programme is the deployer's: whoever holds a role sees them all, a learner those she belongs to."""
    seen = Programme.objects.select_related("follows")
    own = Membership.objects.filter(person_id=actor.pk).values("programme_id")
    return seen if roles_of(actor) else seen.filter(id__in=own)


def cohorts_visible_to(actor: User) -> QuerySet[Cohort]:
    """A learner's own; those of the scope, and those in which a school of the scope has learners."""
    seen = Cohort.objects.select_related("programme", "organisation")
    if oversees_all(actor):
        return seen
    states, organisations = _scopes(actor, rules.OVERSEEING)
    joined = Membership.objects.filter(Q(person_id=actor.pk) | Q(organisation_id__in=organisations)).values("cohort_id")
    return seen.filter(Q(organisation__state_id__in=states) | Q(organisation_id__in=organisations) | Q(id__in=joined))


def cohorts_managed_by(actor: User) -> QuerySet[Cohort]:
    """Those that the person may change, and add members to."""
    managed = Cohort.objects.select_related("programme", "organisation")
    if is_office(actor):
        return managed
    states, organisations = _scopes(actor, {Role.COORDINATOR})
    return managed.filter(Q(organisation__state_id__in=states) | Q(organisation_id__in=organisations))


def organisations_managed_by(actor: User) -> QuerySet[Organisation]:
    managed = Organisation.objects.select_related("state")
    if is_office(actor):
        return managed
    states, organisations = _scopes(actor, {Role.COORDINATOR})
    return managed.filter(Q(state_id__in=states) | Q(id__in=organisations))


def states_managed_by(actor: User) -> QuerySet[MemberState]:
    """Those for whose whole the person coordinates."""
    states, _organisations = _scopes(actor, {Role.COORDINATOR})
    return MemberState.objects.all() if is_office(actor) else MemberState.objects.filter(id__in=states)


def memberships_visible_to(actor: User) -> QuerySet[Membership]:
    rows = Membership.objects.select_related("person", "organisation")
    return rows if oversees_all(actor) else rows.filter(_within(actor, rules.OVERSEEING) | Q(person_id=actor.pk))


def memberships_managed_by(actor: User) -> QuerySet[Membership]:
    rows = Membership.objects.select_related("person", "organisation")
    return rows if is_office(actor) else rows.filter(_within(actor, {Role.COORDINATOR}))


def people_visible_to(actor: User) -> QuerySet[User]:
    """Everybody for whoever oversees all; else oneself and the members that one oversees."""
    if oversees_all(actor):
        return User.objects.all()
    return User.objects.filter(Q(pk=actor.pk) | Q(pk__in=memberships_visible_to(actor).values("person_id")))


def members_visible_to(actor: User) -> QuerySet[Any]:
    """The members that one oversees, as ids of people, without whoever has no place: to be asked about somebody, or to begin a
    list with."""
    return memberships_visible_to(actor).values("person_id")


def grants_visible_to(actor: User) -> QuerySet[RoleGrant]:
    """Live grants: one's own, and those within what one coordinates."""
    seen = RoleGrant.objects.filter(revoked_at=None).select_related("person", "state", "organisation")
    if is_office(actor):
        return seen
    states, organisations = _scopes(actor, {Role.COORDINATOR})
    return seen.filter(Q(person_id=actor.pk) | Q(state_id__in=states) | Q(organisation_id__in=organisations))


def get_organisation_for(actor: User, reference: str) -> Organisation:
    return named(organisations_visible_to(actor), reference)


def get_programme_for(actor: User, reference: str) -> Programme:
    return named(programmes_visible_to(actor), reference)


def get_cohort_for(actor: User, cohort_id: UUID) -> Cohort:
    return one(cohorts_visible_to(actor).filter(pk=cohort_id))


def get_managed_cohort(actor: User, cohort_id: UUID) -> Cohort:
    return one(cohorts_managed_by(actor).filter(pk=cohort_id))


def get_membership_for(actor: User, cohort_id: UUID, membership_id: UUID) -> Membership:
    return one(memberships_visible_to(actor).filter(pk=membership_id, cohort_id=cohort_id))


def get_managed_membership(actor: User, cohort_id: UUID, membership_id: UUID) -> Membership:
    """Locked for a change."""
    rows = memberships_managed_by(actor).filter(pk=membership_id, cohort_id=cohort_id)
    return one(rows.select_for_update(of=("self",), no_key=True))


def require_office(actor: User) -> None:
    if not is_office(actor):
        raise NotFound


def one(rows: QuerySet[M] | Joined[M]) -> M:
    """The row, or the same `NotFound` for what is absent and what is not the caller's to see."""
    row = rows.first()
    if row is None:
        raise NotFound
    return row


def named(rows: QuerySet[M], reference: str) -> M:
    """The row by its id or its slug."""
    return one(rows.filter(by_reference(reference)))


def by_reference(reference: str, path: str = "") -> Q:
    """By id or slug; nothing for what can be neither."""
    try:
        return Q(**{f"{path}id": UUID(reference)})
    except ValueError:
        return Q(**{f"{path}slug": reference}) if reference.isprintable() else Q(pk__in=())


def _scopes(actor: User, roles: Collection[Role]) -> tuple[set[UUID], set[UUID]]:
    """The states and the organisations for which the person holds one of these roles."""
    held = [grant for grant in grants_of(actor) if grant.role in roles]
    states = {grant.state_id for grant in held if grant.state_id and not grant.organisation_id}
    return states, {grant.organisation_id for grant in held if grant.organisation_id}


def _within(actor: User, roles: Collection[Role]) -> Q:
    """Memberships of those states, and of those organisations: as the cohort's or as the learner's school."""
    states, organisations = _scopes(actor, roles)
    either = Q(organisation_id__in=organisations) | Q(cohort__organisation_id__in=organisations)
    return Q(state_id__in=states) | either
