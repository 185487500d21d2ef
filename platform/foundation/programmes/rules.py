"""Decisions about scopes and roles, memberships, and how long invitations live."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from foundation.kernel.dates import LAST_DAY
from foundation.programmes.enums import DeadlineFault, Role, Scope

CODE_LIFE = timedelta(days=120)

# How far each role may reach.
SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.PROGRAMME_OFFICE: frozenset({Scope.EVERYWHERE}),
    Role.COORDINATOR: frozenset({Scope.STATE, Scope.ORGANISATION}),
    Role.AUTHOR: frozenset({Scope.EVERYWHERE, Scope.STATE}),
    Role.MENTOR: frozenset({Scope.EVERYWHERE, Scope.STATE}),
    Role.SAFEGUARDING_OFFICER: frozenset({Scope.EVERYWHERE, Scope.STATE}),
}
# What a coordinator of a state gives away within that state. The programme office gives everything; nobody else anything.
GIVEN_BY_STATE_COORDINATOR: frozenset[tuple[Role, Scope]] = frozenset(
    {(Role.COORDINATOR, Scope.ORGANISATION), (Role.MENTOR, Scope.STATE)}
)
# Who sees the people of the scope, and who may change memberships and cohorts there.
OVERSEEING = frozenset({Role.COORDINATOR, Role.SAFEGUARDING_OFFICER})


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and where it holds. An organisation's grant also names the organisation's state."""

    role: Role
    state_id: UUID | None = None
    organisation_id: UUID | None = None

    @property
    def scope(self) -> Scope:
        if self.organisation_id is not None:
            return Scope.ORGANISATION
        return Scope.EVERYWHERE if self.state_id is None else Scope.STATE


def fits(grant: Grant) -> bool:
    """Whether the role can hold there at all."""
    return grant.scope in SCOPES[grant.role]


def may_give(held: Collection[Grant], wanted: Grant) -> bool:
    """Whether someone who holds `held` may give or take back `wanted`."""
    if any(grant.role == Role.PROGRAMME_OFFICE for grant in held):
        return True
    within = any(
        grant.role == Role.COORDINATOR and grant.scope == Scope.STATE and grant.state_id == wanted.state_id
        for grant in held
    )
    return within and (wanted.role, wanted.scope) in GIVEN_BY_STATE_COORDINATOR


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for a course of a cohort. With `closes` nothing counts that is done later."""

    course: str
    date: date
    closes: bool = False


def repeats(courses: Sequence[str]) -> Iterator[int]:
    """The places of those that were named before."""
    return (place for place, course in enumerate(courses) if course in courses[:place])


def deadline_faults(
    deadlines: Sequence[Deadline],
    courses: Collection[str],
    starts_on: date,
    ends_on: date,
    *,
    known: Collection[Deadline] = (),
    today: date = date.min,
) -> Iterator[tuple[str, DeadlineFault]]:
    """Each with where it is: the place in the list, and the member. Those that are `known` may close on a day that is over."""
    for place, deadline in enumerate(deadlines):
        if deadline.course not in courses:
            yield f"{place}/course", DeadlineFault.NOT_OFFERED
        elif any(deadline.course == other.course for other in deadlines[:place]):
            yield f"{place}/course", DeadlineFault.REPEATED
        if not starts_on <= deadline.date <= min(ends_on, LAST_DAY):
            yield f"{place}/date", DeadlineFault.OUTSIDE
        elif deadline.closes and deadline.date < today and deadline not in known:
            yield f"{place}/date", DeadlineFault.OVER


def dates_fit(starts_on: date, ends_on: date) -> bool:
    return starts_on <= ends_on


def is_expired(expires_at: datetime, now: datetime) -> bool:
    return now >= expires_at


def username_candidates(wanted: str, year: int) -> list[str]:
    """Usernames beside the wanted one, the nicest first."""
    stem = wanted.strip()[:56].rstrip(".-_")
    return [f"{stem}{year % 100:02d}", f"{stem}.{year}", *(f"{stem}{number}" for number in range(2, 10))]


def username_suggestions(candidates: Sequence[str], taken: Collection[str]) -> list[str]:
    """Up to three that are free. `taken` holds lower-case usernames."""
    return [name for name in candidates if name.lower() not in taken][:3]
