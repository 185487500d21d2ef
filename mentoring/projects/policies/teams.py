"""Whose a project is. What is asked of each row of a long list is a scalar subquery: an EXISTS may be answered for everybody
in the house at once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, DateField, Func, OuterRef, Q, QuerySet, Subquery, Value, When

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import withheld
from foundation.kernel.dates import zones_in
from foundation.kernel.errors import ConsentRequired
from foundation.kernel.workdays import local_day
from foundation.programmes.policies import is_office, members_visible_to, one
from foundation.programmes.selectors import active_memberships, state_codes_at
from mentoring.projects.models import JoinCode, Project, TeamMember
from mentoring.projects.models.teams import LIVE


def team_of(project_id: UUID) -> list[UUID]:
    """The people who are in the team now, in the order in which they came."""
    return teams_of([project_id])[project_id]


def teams_of(project_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    teams: dict[UUID, list[UUID]] = {project_id: [] for project_id in project_ids}
    members = TeamMember.objects.filter(LIVE, project__in=project_ids).order_by("joined_at", "id")
    for project_id, person_id in members.values_list("project_id", "person_id"):
        teams[project_id].append(person_id)
    return teams


def zones_of_teams(project_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Where the days of those end who are in them now, as `programmes.selectors.zones_of` says it."""
    places: dict[UUID, set[str]] = {project_id: set() for project_id in project_ids}
    members = TeamMember.objects.filter(LIVE, project__in=project_ids).annotate(states=state_codes_at("person"))
    for project_id, states, country in members.values_list("project_id", "states", "person__country"):
        places[project_id].update(states or [country])
    return {project_id: zones_in(countries) for project_id, countries in places.items()}


def day_of_team(project_id: UUID, now: datetime) -> date:
    """The day that it is where the team is; of several zones that whose day is over last."""
    return _day_in(zones_of_teams([project_id])[project_id], now)


def days_of_teams(project_ids: Collection[UUID], now: datetime) -> Case:
    """The same for an update of what has one of these projects: of each row that of its team."""
    alike = defaultdict(list)
    for project_id, zones in zones_of_teams(project_ids).items():
        alike[_day_in(zones, now)].append(project_id)
    there = (When(project__in=found, then=Value(day)) for day, found in alike.items())
    return Case(*there, output_field=DateField())


def _day_in(zones: Collection[str], now: datetime) -> date:
    return min(local_day(now, zone) for zone in zones)


def is_member(actor: User, path: str = "pk") -> Q:
    """Of projects, or of what has one at that path: the person is in the team now."""
    return Q(**{f"{path}__in": TeamMember.objects.filter(LIVE, person=actor).values("project")})


def was_member(person_id: UUID, path: str = "pk") -> Q:
    """The same, now or at any time."""
    return Q(**{f"{path}__in": TeamMember.objects.filter(person=person_id).values("project")})


def has_member(people: QuerySet[Any] | Collection[UUID], path: str = "pk") -> Q:
    """One of these people is in the team now. Alone, not beside an `or`, under which PostgreSQL would look for all of theirs
    first."""
    return Q(**{f"{path}__in": TeamMember.objects.filter(LIVE, person__in=people).values("project")})


def no_member(such: Q, path: str = "pk") -> Q:
    """Nobody in the team now is `such`, a condition on team members."""
    return none_of(TeamMember.objects.filter(such, LIVE, project=OuterRef(path)))


def none_of(found: QuerySet[Any]) -> Q:
    """There are none of these, row by row. Asked so that PostgreSQL takes it to hold of nearly all: of what IS NULL it expects
    so little that it reads all that waits before it sorts."""
    one = Subquery(found.values(one=Value(1))[:1])
    return Q(Func(one, template="%(expressions)s IS DISTINCT FROM 1", output_field=BooleanField()))


def require_contact(project: Project) -> None:
    """Raise `ConsentRequired` unless everybody in the team may have contact with mentors now."""
    team = TeamMember.objects.filter(LIVE, project=project)
    if team.filter(withheld(Purpose.MENTOR_CONTACT)).exists():
        raise ConsentRequired(purpose=Purpose.MENTOR_CONTACT.value)


def lock_by_code(actor: User, code_hash: str, now: datetime) -> Project | None:
    """The project whose live code this is, locked, if it is of a cohort of the actor's or if she began it. The code may have
    died while we waited for the lock."""
    codes = JoinCode.objects.filter(code_hash=code_hash, expires_at__gt=now)
    cohorts = active_memberships(actor.id).values("cohort_id")
    rows = Project.objects.filter(Q(cohort__in=cohorts) | Q(owner=actor), pk__in=codes.values("project"))
    project = rows.select_related("call").select_for_update(of=("self",), no_key=True).first()
    return project if project and codes.exists() else None


def get_member_for(actor: User, project: Project, member_id: UUID) -> TeamMember:
    """Somebody in the actor's team: the lead's to change, everybody else's only herself."""
    members = project.members.filter(LIVE, pk=member_id)
    return one(members if project.owner_id == actor.id else members.filter(person=actor))


def get_overseen_member(actor: User, project: Project, member_id: UUID) -> TeamMember:
    """Of a project that the actor oversees: anybody for the office, for a coordinator whoever is in scope."""
    members = project.members.filter(LIVE, pk=member_id)
    return one(members if is_office(actor) else members.filter(person__in=members_visible_to(actor)))
