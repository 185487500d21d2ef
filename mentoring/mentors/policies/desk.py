from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from foundation.accounts.models import User
from foundation.kernel.clock import now, today
from foundation.kernel.errors import NotFound
from foundation.kernel.workdays import local_day
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from foundation.programmes.policies import ask_grants, has_role, is_office, members_visible_to
from mentoring.mentors.enums import VettingStatus
from mentoring.mentors.models import Conflict, Mentor, Pause, Suspension, Vetting
from mentoring.mentors.rules import Bounds, is_running, within

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Desk:
    """A mentor who may see young people's work. `trusted` are the states where both a role and a vetting that holds say so;
    `states` those from which they take work now, none while they rest. None is all. `conflicts` are those declared; whoever
    `oversees` may read, in office or in a case, what others say of a work before it is decided. `known` are the people, by
    id, whose names they know as a coordinator, if they are one."""

    mentor: Mentor
    trusted: Bounds
    states: Bounds
    conflicts: list[dict[str, Any]]
    oversees: bool
    known: QuerySet[Any] | None


def require_mentor(actor: User) -> None:
    if not has_role(actor, Role.MENTOR):
        raise NotFound


def desk_of(actor: User) -> Desk | None:
    """None for whoever is no mentor, has no profile yet, is suspended, or is vetted for no state: nothing is open to them."""
    return next(iter(desks_of([actor])), None) if has_role(actor, Role.MENTOR) else None


def desks_of(people: Collection[User]) -> list[Desk]:
    """Of many, in as many statements as of one."""
    ask_grants(people)
    by_id = {person.pk: person for person in people}
    desks = (_desk(by_id[mentor.person_id], mentor) for mentor in _profiles().filter(person__in=by_id))
    return [desk for desk in desks if desk]


def _desk(actor: User, mentor: Any) -> Desk | None:
    trusted = within(_bounds(mentor.vetted), _bounds(mentor.granted))
    if trusted == frozenset():
        return None
    states = within(trusted, frozenset(mentor.states) or None)
    oversees = is_office(actor) or has_role(actor, Role.SAFEGUARDING_OFFICER)
    known = members_visible_to(actor) if has_role(actor, Role.COORDINATOR) else None
    return Desk(mentor, trusted, frozenset() if _rests(mentor) else states, mentor.declared or [], oversees, known)


def lock_profile(actor: User) -> None:
    """A mentor's own row, before what a suspension at the same moment has to wait for, or to see."""
    list(Mentor.objects.filter(person=actor).select_for_update(no_key=True).values_list("pk"))


def granted_states(actor: User) -> Bounds:
    """Where the actor's role as a mentor holds."""
    return _bounds(list(_holding(actor).values_list("state__code", flat=True)))


def _holding(person: Any) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(person=person, role=Role.MENTOR, revoked_at=None)


def _bounds(codes: Collection[str | None]) -> Bounds:
    return None if None in codes else frozenset(code for code in codes if code)


def _profiles() -> QuerySet[Mentor]:
    """Those who aren't suspended, with all that a desk is made of, in one statement."""
    own, day = Q(mentor=OuterRef("pk")), today()
    valid = Vetting.objects.filter(own, status=VettingStatus.VALID, expires_on__gte=day)
    pauses = Pause.objects.filter(own, Q(ends_on=None) | Q(ends_on__gte=day - DAY), starts_on__lte=day + DAY)
    conflicts = Conflict.objects.filter(own, ended_at=None)
    profiles = Mentor.objects.filter(~Exists(Suspension.objects.filter(own, lifted_at=None)))
    return profiles.annotate(
        vetted=ArraySubquery(valid.values("state__code")),
        granted=ArraySubquery(_holding(OuterRef("person")).values("state__code")),
        near=_listed(pauses, "starts_on", "ends_on"),
        declared=_listed(conflicts, "kind", "organisation_id", "family_key", "from_year", "until_year"),
    )


def _listed(rows: QuerySet[Any], *fields: str) -> Any:
    """The rows of a mentor as a list of objects; null where there are none."""
    objects = JSONBAgg(JSONObject(**{field: field for field in fields}))
    return rows.values("mentor").annotate(listed=objects).values("listed")


def _rests(mentor: Any) -> bool:
    day = local_day(now(), mentor.time_zone)
    return not mentor.active or any(
        is_running(date.fromisoformat(pause["starts_on"]), _day(pause["ends_on"]), day) for pause in mentor.near or ()
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
