"""What must be so after whatever anybody did."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Count

from config.states import MACHINES
from config.states.machines import Edge
from mentoring.projects.enums import ProjectStatus, SubmissionStatus
from mentoring.projects.models import Mentorship, Project, Submission
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.models import SEATED, Review

States = dict[tuple[str, UUID], str]
S = SubmissionStatus
WAITING = {S.SUBMITTED, S.IN_REVIEW}
LAST = {ProjectStatus.ACCEPTED: S.ACCEPTED, ProjectStatus.DECLINED: S.DECLINED}


def everything() -> dict[str, str]:
    """Every row of mentoring, and what was told and recorded of it, as text."""
    return _rows(_EVERYTHING)


def states() -> States:
    """Where each row is that has a table of states."""
    return {
        (machine.name, pk): status
        for machine in MACHINES
        for pk, status in machine.model._default_manager.values_list("pk", machine.state)
    }


def moved(before: States, after: States) -> dict[str, set[Edge]]:
    """What changed, by table."""
    changed: dict[str, set[Edge]] = {}
    for key in before.keys() | after.keys():
        edge = before.get(key, ""), after.get(key, "")
        if edge[0] != edge[1]:
            changed.setdefault(key[0], set()).add(edge)
    return changed


def outside(changed: dict[str, set[Edge]]) -> dict[str, set[Edge]]:
    """Of those, what no table has."""
    edges = {machine.name: machine.edges() for machine in MACHINES}
    return {name: beyond for name, seen in changed.items() if (beyond := seen - edges[name])}


def disagreeing() -> list[tuple[UUID, str, list[str]]]:
    """The projects that are not where their submissions are."""
    projects = Project.objects.prefetch_related("submissions")
    read = [(project, sorted(project.submissions.all(), key=lambda one: one.created_at)) for project in projects]
    return [
        (project.id, project.status, [submission.status for submission in submissions])
        for project, submissions in read
        if not _agrees(project, [submission.status for submission in submissions])
    ]


def _agrees(project: Project, seen: list[str]) -> bool:
    if project.status in LAST:
        return seen[-1] == LAST[project.status] and WAITING.isdisjoint(seen) and S.DRAFT not in seen
    handed_in = [status for status in seen if status in WAITING]
    return len(handed_in) == (project.status == ProjectStatus.SUBMITTED)


def kept_for_nobody() -> list[Any]:
    """Work that waits for a mentor whose project it isn't."""
    lasting = set(Mentorship.objects.filter(ended_at=None).values_list("project", "mentor"))
    kept = Submission.objects.filter(status=S.SUBMITTED).exclude(reserved_for=None)
    return [pair for pair in kept.values_list("project", "reserved_for") if pair not in lasting]


def overloaded() -> list[Any]:
    """Mentors with more than four leases."""
    live = Review.objects.filter(status=ReviewStatus.DRAFT)
    return list(live.values("mentor").annotate(n=Count("pk")).filter(n__gt=4))


def misseated() -> list[tuple[UUID, str]]:
    """Submissions that want more or fewer readers than there are seats without one, or that nobody decides on though all have
    given their reviews."""
    seated: dict[UUID, list[str]] = {}
    for submission_id, status in Review.objects.filter(SEATED).values_list("submission", "status"):
        seated.setdefault(submission_id, []).append(status)
    waiting = Submission.objects.filter(status__in=WAITING)
    return [(row.pk, row.status) for row in waiting if not _is_seated(row, seated.get(row.pk, []))]


def _is_seated(row: Submission, seated: list[str]) -> bool:
    given = seated.count(ReviewStatus.SUBMITTED)
    return len(seated) == row.seats - row.wanting and given < row.seats and (row.status == S.IN_REVIEW) == bool(seated)


def _rows(sql: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())


def _text_of(table: str) -> str:
    return f"SELECT '{table}', coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM {table} t"


_TOLD = ("outbox_eventrecord", "audit_record")
_OWN = sorted(model._meta.db_table for model in apps.get_models() if model.__module__.startswith("mentoring."))
_EVERYTHING = " UNION ALL ".join(map(_text_of, (*_OWN, *_TOLD)))
