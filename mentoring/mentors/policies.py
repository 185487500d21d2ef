from dataclasses import dataclass

from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.kernel.errors import Forbidden, NotFound
from foundation.programmes.enums import Role
from foundation.programmes.models import MemberState
from foundation.programmes.policies import grants_of, grants_visible_to, has_role, roles_of
from mentoring.mentors.models import Mentor
from mentoring.mentors.rules import served_states

LISTING = {Role.PROGRAMME_OFFICE, Role.COORDINATOR}


@dataclass(frozen=True, slots=True)
class Desk:
    """A mentor at work and the states from which they may take it; None is all."""

    mentor: Mentor
    states: frozenset[str] | None


def mentors_visible_to(actor: User) -> QuerySet[Mentor]:
    """For whoever sees a person's grant as a mentor: the office, the state's coordinator, the mentor."""
    granted = grants_visible_to(actor).filter(role=Role.MENTOR).values("person_id")
    return Mentor.objects.filter(person__in=granted).select_related("person")


def require_staff(actor: User) -> None:
    if not roles_of(actor) & LISTING:
        raise Forbidden


def require_mentor(actor: User) -> None:
    if not has_role(actor, Role.MENTOR):
        raise NotFound


def desk_of(actor: User) -> Desk | None:
    """None for whoever is no mentor, has no profile yet, or pauses."""
    if not has_role(actor, Role.MENTOR):
        return None
    mentor = Mentor.objects.filter(person=actor, active=True).first()
    return Desk(mentor, served_states(_granted_states(actor), mentor.states)) if mentor else None


def _granted_states(actor: User) -> frozenset[str] | None:
    bounds = [grant.state_id for grant in grants_of(actor) if grant.role == Role.MENTOR]
    states = [state for state in bounds if state]
    if len(states) < len(bounds):
        return None
    return frozenset(MemberState.objects.filter(pk__in=states).values_list("code", flat=True))
