"""What others ask about people's places. A live membership is one that isn't withdrawn, claimed or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

import holidays
from allauth.account.models import EmailAddress
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from holidays.registry import EntityLoader

from foundation.accounts.models import User
from foundation.kernel.dates import zones_in
from foundation.kernel.errors import FieldError, Invalid
from foundation.kernel.names import fold_name
from foundation.kernel.statements import among, run
from foundation.kernel.workdays import A_DAY, WorkCalendar
from foundation.programmes import policies
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.models import Cohort, DayNotice, Invitation, Membership, MemberState, Organisation, RoleGrant


@dataclass(frozen=True, slots=True)
class CalendarPage:
    state: str
    since: date
    until: date
    weekend: list[int]
    days_off: list[date]
    notices: list[DayNotice]
    working_days: int


SATURDAY_AND_SUNDAY = frozenset({6, 7})
NOWHERE = WorkCalendar(SATURDAY_AND_SUNDAY)  # of whoever is in no state, whose code is empty
LONGEST = 400  # days of a calendar
COORDINATORS = """
    SELECT DISTINCT m.person_id, g.person_id
      FROM programmes_membership m
      JOIN programmes_cohort c ON c.id = m.cohort_id
      JOIN programmes_rolegrant g ON g.role = 'coordinator' AND g.revoked_at IS NULL AND g.state_id = m.state_id
           AND (g.organisation_id IS NULL OR g.organisation_id IN (m.organisation_id, c.organisation_id))
     WHERE m.person_id = ANY(%(people)s::uuid[]) AND m.status <> 'withdrawn'
"""
YEARS = range(1900, 3000)  # more than are known of any feast


@dataclass(frozen=True, slots=True)
class HeldRole:
    """`scope` is a state's code or an organisation's slug; None reaches everywhere."""

    role: Role
    scope: str | None


def held_roles(person_id: UUID) -> list[HeldRole]:
    grants = RoleGrant.objects.filter(person_id=person_id, revoked_at=None).order_by("id")
    rows = grants.values_list("role", "state__code", "organisation__slug")
    return [HeldRole(Role(role), slug or code) for role, code, slug in rows]


def active_memberships(person_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(person_id=person_id).exclude(status=MembershipStatus.WITHDRAWN)


def cohorts_of(person_id: UUID) -> QuerySet[Cohort]:
    """The cohorts of a person's live memberships."""
    return Cohort.objects.filter(pk__in=active_memberships(person_id).values("cohort_id"))


def cohort_courses_for(person_id: UUID) -> set[str]:
    """The slugs of the courses that a person's cohorts offer her."""
    return set().union(*cohorts_of(person_id).values_list("courses", flat=True))


def state_codes_of(person_id: UUID) -> frozenset[str]:
    return frozenset(active_memberships(person_id).values_list("state__code", flat=True))


def state_codes_of_all(person_ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """By person, of those who have any."""
    rows = Membership.objects.filter(among("person", person_ids)).exclude(status=MembershipStatus.WITHDRAWN)
    found: dict[UUID, set[str]] = {}
    for person_id, code in rows.values_list("person_id", "state__code"):
        found.setdefault(person_id, set()).add(code)
    return {person_id: frozenset(codes) for person_id, codes in found.items()}


def state_codes_at(path: str) -> ArraySubquery:
    """Those of the person at that path, row by row."""
    lived = Membership.objects.filter(person=OuterRef(path)).exclude(status=MembershipStatus.WITHDRAWN)
    return ArraySubquery(lived.values("state__code"))


def zones_of(person: User) -> frozenset[str]:
    """Where her days end, as far as somebody else says so: in her states, or in her country if she has none. By the zone that
    she sets herself she could win a day."""
    return zones_in(state_codes_of(person.id) or [person.country])


def members_of(cohort_id: UUID) -> QuerySet[Membership]:
    """The live memberships of a cohort."""
    return Membership.objects.filter(cohort_id=cohort_id).exclude(status=MembershipStatus.WITHDRAWN)


def states_by_code(codes: Iterable[str]) -> dict[str, MemberState]:
    return {state.code: state for state in MemberState.objects.filter(code__in=[*codes])}


def work_calendar(code: str, first: date, last: date) -> WorkCalendar:
    """A state's, good from `first` to `last`: what is usual in the country, and what the state says of single days."""
    if not code:
        return NOWHERE
    weekend, off = usual_days(code, range(first.year, last.year + 1))
    own = MemberState.objects.filter(code=code).values_list("weekend", flat=True).first()
    notices = DayNotice.objects.filter(state__code=code, day__range=(first, last)).values_list("day", "is_working")
    said: dict[bool, set[date]] = {True: set(), False: set()}
    for day, is_working in notices:
        said[is_working].add(day)
    return WorkCalendar(frozenset(own) if own else weekend, off | said[False], frozenset(said[True]))


def work_calendars(first: date, last: date) -> dict[str, WorkCalendar]:
    """Those of all states, by code, and of none, in two statements."""
    said: dict[tuple[str, bool], set[date]] = {}
    notices = DayNotice.objects.filter(day__range=(first, last)).values_list("state__code", "is_working", "day")
    for code, is_working, day in notices:
        said.setdefault((code, is_working), set()).add(day)
    calendars = {"": NOWHERE}
    for code, own in MemberState.objects.values_list("code", "weekend"):
        weekend, off = usual_days(code, range(first.year, last.year + 1))
        free, worked = said.get((code, False), set()), said.get((code, True), set())
        calendars[code] = WorkCalendar(frozenset(own) if own else weekend, off | free, frozenset(worked))
    return calendars


def coordinators_of(person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """By person: who coordinates her state, her school or her cohort's organisation."""
    found: dict[UUID, set[UUID]] = {}
    for person_id, coordinator_id in run(COORDINATORS, {"people": [*person_ids]}):
        found.setdefault(person_id, set()).add(coordinator_id)
    return found


def office() -> set[UUID]:
    return set(
        RoleGrant.objects.filter(role=Role.PROGRAMME_OFFICE, revoked_at=None).values_list("person_id", flat=True)
    )


def calendar_page(code: str, since: date, until: date | None) -> CalendarPage:
    """Raises `Invalid` where it ends before it begins, later than a page holds, or where nobody knows the feasts."""
    policies.one(policies.member_states_open().filter(code=code))
    far = [name for name, day in (("since", since), ("until", until)) if day and day.year not in YEARS]
    if far:
        why = _("A calendar shows the years 1900 to 2999.")
        raise Invalid(errors=[FieldError(f"?{name}", "range", why) for name in far])
    last = until or since + timedelta(days=90)
    if not since <= last <= since + timedelta(days=LONGEST):
        raise Invalid(errors=[FieldError("?until", "range", _("A calendar shows 1 to 400 days."))])
    calendar = work_calendar(code, since, last)
    off = sorted(day for day in calendar.off if since <= day <= last and day.isoweekday() not in calendar.weekend)
    notices = DayNotice.objects.filter(state__code=code, day__range=(since, last)).order_by("day")
    working = calendar.passed(since - A_DAY, last)
    return CalendarPage(code, since, last, sorted(calendar.weekend), off, list(notices), working)


@lru_cache(maxsize=256)
def usual_days(code: str, years: range) -> tuple[frozenset[int], frozenset[date]]:
    """The ISO weekdays of a country's weekend and its public holidays; those of the Hijri calendar may be estimates."""
    if code not in set(EntityLoader.get_country_codes(include_aliases=False)):  # names them without loading them all
        return SATURDAY_AND_SUNDAY, frozenset()
    known = holidays.country_holidays(code, years=years)
    return frozenset(day + 1 for day in known.weekend), frozenset(known)


def list_organisations(actor: User, state: str | None = None) -> QuerySet[Organisation]:
    seen = policies.organisations_visible_to(actor)
    return seen if state is None else seen.filter(state__code=state)


def list_cohorts(
    actor: User,
    *,
    on: date,
    programme: str | None = None,
    open: bool | None = None,  # noqa: A002 (the parameter's name)
) -> QuerySet[Cohort]:
    seen = policies.cohorts_visible_to(actor)
    if programme is not None:
        seen = seen.filter(policies.by_reference(programme, "programme__"))
    if open is not None:
        seen = seen.filter(ends_on__gte=on) if open else seen.filter(ends_on__lt=on)
    return seen


def list_members(actor: User, cohort_id: UUID, status: str | None = None) -> QuerySet[Membership]:
    """Those of a cohort that the actor sees: all of them, or a school's, or just herself."""
    cohort = policies.get_cohort_for(actor, cohort_id)
    seen = policies.memberships_visible_to(actor).filter(cohort_id=cohort.id)
    return seen if status is None else seen.filter(status=status)


def invitation_of(person_id: UUID) -> Invitation | None:
    return Invitation.objects.filter(person_id=person_id).first()


def openable_from(state_id: UUID) -> QuerySet[User]:
    """Whose code a coordinator of this state may have: whoever has no account yet, or one that lets nobody in but to what is
    the state's own and whose owner can't ask for a new password by herself."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    live = Membership.objects.filter(person=OuterRef("pk")).exclude(status=MembershipStatus.WITHDRAWN)
    bare = Q(is_staff=False) & ~Exists(verified) & ~Exists(live.exclude(state=state_id))
    return User.objects.filter(Q(claimed_at=None) | bare)


def numbers_in_use(programme_id: UUID, state_id: UUID, numbers: Iterable[str]) -> set[str]:
    """Which of these learner numbers somebody in the programme has."""
    wanted = among("learner_number", set(numbers) - {""})
    live = Membership.objects.filter(wanted, programme_id=programme_id, state_id=state_id)
    return set(live.exclude(status=MembershipStatus.WITHDRAWN).values_list("learner_number", flat=True))


def organisations_of_state(state_id: UUID) -> QuerySet[Organisation]:
    return Organisation.objects.filter(state_id=state_id)


def schools_by_name(state_id: UUID) -> dict[str, UUID]:
    """A state's organisations by slug and by the keys of their names; a name that two of them have leads to neither."""
    found: dict[str, set[UUID]] = {}
    for pk, slug, names in organisations_of_state(state_id).order_by("id").values_list("id", "slug", "name"):
        for key in {slug, *map(fold_name, names.values())}:
            found.setdefault(key, set()).add(pk)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}
