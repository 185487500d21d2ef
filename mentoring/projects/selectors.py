from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from foundation.accounts.models import User
from mentoring.projects.models import Call, Project, Submission
from mentoring.projects.policies import (
    calls_visible_to,
    get_project_for,
    projects_visible_to,
    submissions_visible_to,
    team_of,
)


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What a credential says of an accepted project: the call's titles, the project's own, and whose it is."""

    titles: dict[str, str]
    project_title: str
    person_ids: list[UUID]


def project_facts(project_id: UUID) -> ProjectFacts:
    project = Project.objects.select_related("call").get(pk=project_id)
    return ProjectFacts(project.call.title, project.title, team_of(project.id))


def list_calls(actor: User, *, status: str | None = None) -> QuerySet[Call]:
    calls = calls_visible_to(actor)
    return calls.filter(status=status) if status else calls


def list_projects(actor: User, *, call: UUID | None = None, status: str | None = None) -> QuerySet[Project]:
    projects = projects_visible_to(actor)
    projects = projects.filter(call=call) if call else projects
    return projects.filter(status=status) if status else projects


def list_submissions(actor: User, project_id: UUID) -> QuerySet[Submission]:
    project = get_project_for(actor, project_id)
    return submissions_visible_to(actor).filter(project=project)
