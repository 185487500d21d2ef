from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.programmes.policies import one
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.models import Call, Project, Submission
from mentoring.projects.policies import (
    calls_visible_to,
    get_project_for,
    get_submission_for,
    projects_visible_to,
    submissions_visible_to,
    team_of,
)
from mentoring.projects.rules import Compared, compare, questions_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of what a project hands in at a stage, the earlier one first."""

    before: Submission
    after: Submission
    questions: list[Compared]


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


def comparison(actor: User, submission_id: UUID, *, other: UUID | None = None) -> Comparison:
    """With another version of the same stage; unless told otherwise, the one before. Whoever may read a version may read how
    it came to be."""
    submission = get_submission_for(actor, submission_id)
    same_stage = Q(project=submission.project_id, stage=submission.stage)
    earlier = Submission.objects.filter(same_stage, number__lt=submission.number).exclude(status=SubmissionStatus.DRAFT)
    if other is None:
        found = one(earlier.order_by("-number")[:1])
    else:
        seen = submissions_visible_to(actor).filter(same_stage).values("pk")
        found = one(Submission.objects.filter(Q(pk__in=earlier.values("pk")) | Q(pk__in=seen), pk=other))
    before, after = sorted((found, submission), key=lambda version: version.number)
    stages = Call.objects.get(projects=submission.project_id).stages
    return Comparison(before, after, compare(questions_of(stages, submission.stage), before.answers, after.answers))
