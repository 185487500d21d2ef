from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from foundation.accounts.models import User
from foundation.consents.enums import GIVEN_NAME_SINCE, Purpose
from foundation.consents.selectors import agreed_to_less
from foundation.kernel.joining import Joined
from foundation.kernel.language import pick
from foundation.programmes.enums import Role
from foundation.programmes.policies import has_role, is_office, members_visible_to, one
from mentoring.projects.enums import Awaited, Licence, Naming, ProjectStatus, ReviewMode, SubmissionStatus
from mentoring.projects.models import OVERDUE, Call, Declaration, Project, ProjectFile, Submission, TeamMember
from mentoring.projects.models.teams import LIVE
from mentoring.projects.policies import (
    calls_visible_to,
    get_own_project,
    get_project_for,
    get_submission_for,
    is_member,
    met_of,
    projects_overseen_by,
    projects_visible_to,
    submissions_visible_to,
    team_of,
    zones_of_teams,
)
from mentoring.projects.rules import (
    Compared,
    StageReview,
    Texts,
    awaited,
    compare,
    due_at,
    due_day,
    nameless,
    questions_of,
    review_of,
    stage_of,
    strictest,
)


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


@dataclass(frozen=True, slots=True)
class Declared:
    """What one of a team has declared, `own` being None before that, and what of it concerns the others: each of the team
    with her `licence`, and which one counts once all have said theirs."""

    own: Declaration | None
    team: Sequence[TeamMember]
    team_licence: Licence | None

    @property
    def revision(self) -> int:
        return self.own.revision if self.own else 0


def how_reviewed(submission: Submission) -> StageReview:
    """With its project and call."""
    return review_of(submission.project.call.stages, submission.stage)


def name_of(submission: Submission) -> str:
    """Which stage's and which version, in words; with its project and call."""
    stage = stage_of(submission.project.call.stages, submission.stage)
    return f"{pick(stage['title'])} {submission.number}"


def name_of_file(file: ProjectFile) -> str:
    """As whoever reads it by a submission is told it."""
    return str(file.file.name) if vars(file)["named"] else nameless(file.number, file.file.media_type)


def project_facts(project_id: UUID) -> ProjectFacts:
    project = Project.objects.select_related("call").get(pk=project_id)
    return ProjectFacts(project.call.title, project.title, team_of(project.id))


def awaited_of(submission: Submission) -> Awaited | None:
    """Who is waited for; None where somebody is at work on it, or all was said."""
    returned = submission.status == SubmissionStatus.RETURNED and submission.waits_on
    if not (submission.wanting or returned):
        return None
    met = submission.id in met_of([submission.id])
    return awaited(submission.status, kept=bool(submission.reserved_for), met=met)


def stage_titles(project: Project, stage: str) -> Texts:
    """With its call."""
    return stage_of(project.call.stages, stage)["title"]


def deadlines_of(projects: Iterable[Project]) -> dict[UUID, datetime]:
    """When the stages are over at which they stand, of those where one is due; each with its call."""
    due = {project.pk: project for project in projects if due_day(project.call.stages, project.stage)}
    zones = zones_of_teams(due) if due else {}
    ends = ((key, due_at(project.call.stages, project.stage, zones[key])) for key, project in due.items())
    return {key: end for key, end in ends if end}


def list_calls(actor: User, *, status: str | None = None) -> QuerySet[Call]:
    calls = calls_visible_to(actor)
    return calls.filter(status=status) if status else calls


def list_projects(
    actor: User, *, call: UUID | None = None, status: str | None = None, overdue: bool = False
) -> QuerySet[Project] | Joined[Project]:
    projects: QuerySet[Project] | Joined[Project] = _overdue(actor) if overdue else projects_visible_to(actor)
    projects = projects.filter(call=call) if call else projects
    return projects.filter(status=status) if status else projects


def _overdue(actor: User) -> QuerySet[Project]:
    """For staff: where somebody has been waited for too long, each with `waits_since`. They are few, so one begins with them:
    of an array PostgreSQL takes this to be so."""
    late = Submission.objects.filter(OVERDUE)
    since = Subquery(late.filter(project=OuterRef("pk")).values("waits_on")[:1])
    theirs = ArraySubquery(late.values("project"))
    found = Func(F("pk"), theirs, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
    return projects_overseen_by(actor).filter(found).annotate(waits_since=since)


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


def list_team(actor: User, project_id: UUID) -> QuerySet[TeamMember]:
    """Who is in it now, each with `naming`: how much of the name the reader is told."""
    project = get_project_for(actor, project_id)
    team = project.members.filter(LIVE).select_related("person", "project")
    if is_office(actor) or team.filter(person=actor).exists():
        return team.annotate(naming=_always(Naming.FULL))
    untold = When(agreed_to_less(Purpose.MENTOR_CONTACT, GIVEN_NAME_SINCE), then=_always(Naming.NONE))
    otherwise = Case(untold, default=_always(_told_to_a_mentor(actor, project)))
    if not has_role(actor, Role.COORDINATOR):
        return team.annotate(naming=otherwise)
    hers = When(Exists(members_visible_to(actor).filter(person=OuterRef("person"))), then=_always(Naming.FULL))
    return team.annotate(naming=Case(hers, default=otherwise))


def get_team_member(actor: User, project_id: UUID, member_id: UUID) -> TeamMember:
    return one(list_team(actor, project_id).filter(pk=member_id))


def declared_by(actor: User, project_id: UUID) -> Declared:
    """For one of the team; others are told nothing of who has declared what."""
    project = get_own_project(actor, project_id)
    team = list(project.members.filter(LIVE).annotate(licence=licence_said()).select_related("person").order_by("seat"))
    own = project.declarations.filter(person=actor).first()
    return Declared(own, team, team_licence(team))


def undeclared(actor: User) -> list[tuple[UUID, str]]:
    """Her accepted projects, with their titles, that she hasn't declared to be hers; the longest waiting first."""
    declared = Exists(Declaration.objects.filter(project=OuterRef("pk"), person=actor))
    accepted = Project.objects.filter(~declared, is_member(actor), status=ProjectStatus.ACCEPTED)
    return list(accepted.order_by("id").values_list("id", "title"))


def team_licence(team: Iterable[TeamMember]) -> Licence | None:
    """The strictest that they gave, each read with `licence_said`; None until all have declared."""
    said = [vars(member)["licence"] for member in team]
    return strictest(said) if said and all(said) else None


def licence_said() -> Subquery:
    """Of a team member; None for whoever hasn't declared."""
    hers = Declaration.objects.filter(project=OuterRef("project"), person=OuterRef("person"))
    return Subquery(hers.values("licence"))


def _always(naming: Naming) -> Value:
    return Value(naming, output_field=CharField())


def _told_to_a_mentor(actor: User, project: Project) -> Naming:
    """Nothing of whose work only waits, and nothing of what is read blindly."""
    stages = project.submissions.filter(readers__contains=[actor.id]).values_list("stage", flat=True).distinct()
    modes = {review_of(project.call.stages, stage)["mode"] for stage in stages}
    return Naming.GIVEN if ReviewMode.MENTOR in modes else Naming.NONE
