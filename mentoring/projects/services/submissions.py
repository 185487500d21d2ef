from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.kernel.ids import new_id
from foundation.kernel.models import check_revision
from foundation.outbox import publish
from foundation.outbox.events.mentoring import ProjectSubmitted
from foundation.programmes.selectors import state_codes_of_all
from foundation.programmes.services import refusing
from mentoring.projects.enums import ProjectMove, ProjectStatus, SubmissionMove, SubmissionStatus
from mentoring.projects.errors import (
    AlreadySubmitted,
    AnswersNotRight,
    IdTaken,
    Incomplete,
    ProjectNotYours,
    SubmissionOpen,
    TeamTooSmall,
    field_errors,
)
from mentoring.projects.models import Project, Submission
from mentoring.projects.models.submissions import ONE_OPEN
from mentoring.projects.policies import (
    day_of_team,
    is_member,
    lock_own_project,
    lock_own_submission,
    lock_project_of,
    lock_submission_of,
    require_contact,
    team_of,
)
from mentoring.projects.rules import (
    IN_TURN,
    RESERVED,
    Answer,
    answer_faults,
    is_mentored,
    listed_in,
    merge,
    missing_answers,
    next_project_status,
    next_status,
    pools_of,
    questions_of,
    review_of,
)
from mentoring.projects.services.files import check_room, dropped, forget_unlisted, uploaded_for, without_refused
from mentoring.projects.services.mentorships import lock_mentor_of
from mentoring.projects.services.openings import check_time, is_first

Answers = dict[str, Answer | None]
PLACED = ("ticket", "pools", "turn", "reserved_for", "seats", "wanting", "waits_on")
HANDED_IN = ("status", "submitted_at", "late", "states", *PLACED)


@transaction.atomic
def begin_submission(
    *, actor: User, project_id: UUID, answers: Answers | None = None, submission_id: UUID | None = None
) -> Submission:
    """The next draft of the project's stage: what was handed in before, and `answers` over that. An id that a submission of
    this project has already gives that one."""
    if submission_id and (known := _begun_before(actor, project_id, submission_id)):
        return known
    project = lock_own_project(actor, project_id)
    if project.status == ProjectStatus.ACTIVE:
        return _insert(actor, _next_draft(project, answers or {}, submission_id))
    raise SubmissionOpen if project.status == ProjectStatus.SUBMITTED else ProjectNotYours


@transaction.atomic
def save_answers(*, actor: User, submission_id: UUID, revision: int | None, answers: Answers) -> Submission:
    """Lay `answers` over those kept; null takes one away."""
    submission = lock_own_submission(actor, submission_id)
    check_revision(submission, revision)
    if submission.status != SubmissionStatus.DRAFT:
        raise AlreadySubmitted
    before = submission.answers
    submission.answers = _checked(before, answers, submission.project, submission.stage)
    submission.advance(["answers"])
    forget_unlisted(submission.project, dropped(before, submission.answers))
    return submission


@transaction.atomic
def discard_draft(*, actor: User, submission_id: UUID, revision: int | None) -> None:
    """As if it had not been begun. Files that an earlier version lists stay."""
    project = lock_project_of(actor, submission_id)
    submission = lock_submission_of(project, submission_id)
    check_revision(submission, revision)
    if submission.status != SubmissionStatus.DRAFT:
        raise AlreadySubmitted
    submission.delete()
    forget_unlisted(project, listed_in(submission.answers))


@transaction.atomic
def submit_submission(*, actor: User, submission_id: UUID, now: datetime) -> Submission:
    """Hand the draft to the reviewers, once. Mentors read only the work of people who may have contact with them."""
    project = lock_project_of(actor, submission_id)
    mentor_id = lock_mentor_of(project) if is_mentored(project.call.stages, project.stage) else None
    submission = lock_submission_of(project, submission_id)
    submitted = next_status(submission.status, SubmissionMove.SUBMIT)
    handed_in = next_project_status(project.status, ProjectMove.SUBMIT)
    if submitted is None or handed_in is None:
        raise AlreadySubmitted
    require_contact(project)
    submission.late = check_time(project, submission, now)
    team = team_of(project.id)
    _check_ready(project, submission, team)
    submission.status, submission.submitted_at, submission.ticket = submitted, now, new_id()
    submission.states = _states_of(team)
    submission.seats = submission.wanting = review_of(project.call.stages, submission.stage)["reviewers"]
    _place(project, submission, mentor_id)
    submission.waits_on = day_of_team(project.id, now)
    submission.advance(HANDED_IN)
    project.submissions.filter(status=SubmissionStatus.RETURNED).update(waits_on=None)
    project.status = handed_in
    project.advance(["status"])
    publish(ProjectSubmitted(submission_id=submission.id, project_id=project.id))
    return submission


def place_anew(project: Project, submission: Submission) -> None:
    """What waits, after its team has changed: with whom its states are now. Both are locked."""
    submission.states = _states_of(team_of(project.id))
    submission.pools = pools_of(project.language, submission.states)
    submission.advance(["states", "pools"])


def _states_of(team: list[UUID]) -> list[str]:
    """Those that all of the team share, without those who are in none: whom one state trusts must not read another's."""
    states = state_codes_of_all(team).values()
    return sorted(frozenset.intersection(*states)) if states else []


def _place(project: Project, submission: Submission, mentor_id: UUID | None) -> None:
    """In the queue: what a mentor of the project is to read is kept for that mentor."""
    submission.pools = pools_of(project.language, submission.states)
    submission.reserved_for, submission.turn = mentor_id, RESERVED if mentor_id else IN_TURN


def _check_ready(project: Project, submission: Submission, team: list[UUID]) -> None:
    call = project.call
    if is_first(project, submission) and len(team) < call.team_min:
        raise TeamTooSmall(call.team_min)
    answers = without_refused(project, submission.answers)
    if missing := missing_answers(answers, questions_of(call.stages, submission.stage)):
        raise Incomplete(errors=field_errors(missing))


def _next_draft(project: Project, answers: Answers, submission_id: UUID | None) -> Submission:
    last = project.submissions.filter(stage=project.stage).order_by("-number").first()
    earlier = without_refused(project, last.answers) if last else {}
    kept = _checked(earlier, answers, project, project.stage)
    number = last.number + 1 if last else 1
    return Submission(id=submission_id or new_id(), project=project, stage=project.stage, number=number, answers=kept)


def _insert(actor: User, submission: Submission) -> Submission:
    try:
        with refusing({"projects_submission_pkey": IdTaken, ONE_OPEN: SubmissionOpen}):
            submission.save(force_insert=True)
    except (IdTaken, SubmissionOpen):
        if known := _begun_before(actor, submission.project_id, submission.id):
            return known
        raise
    return submission


def _begun_before(actor: User, project_id: UUID, submission_id: UUID) -> Submission | None:
    known = Submission.objects.filter(pk=submission_id).first()
    if known and not Submission.objects.filter(is_member(actor, "project"), pk=known.pk, project=project_id).exists():
        raise IdTaken
    return known


def _checked(kept: dict[str, Answer], changes: Answers, project: Project, stage: str) -> dict[str, Answer]:
    lists_files = any(isinstance(answer, list) for answer in changes.values())
    uploaded = uploaded_for(project, stage) if lists_files else {}
    if faults := answer_faults(changes, questions_of(project.call.stages, stage), uploaded):
        raise AnswersNotRight(errors=field_errors(faults))
    merged = merge(kept, changes)
    if lists_files:
        check_room(project, merged)
    return merged
