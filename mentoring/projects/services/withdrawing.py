"""What waits may be taken back as long as nobody has begun to read it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.outbox import publish
from foundation.outbox.events.mentoring import SubmissionWithdrawn
from mentoring.projects.enums import ProjectMove, ProjectStatus, SubmissionMove, SubmissionStatus
from mentoring.projects.errors import AlreadyRead, NotWaiting
from mentoring.projects.models import Project, Submission
from mentoring.projects.policies import day_of_team, lock_project_of, lock_submission_of
from mentoring.projects.rules import IN_TURN, PROJECT_TRANSITIONS, TRANSITIONS, origin_of
from mentoring.projects.services.openings import check_time

WITHDRAWN = TRANSITIONS[origin_of(SubmissionMove.WITHDRAW), SubmissionMove.WITHDRAW]
UNPLACED = {
    "ticket": None,
    "turn": IN_TURN,
    "reserved_for": None,
    "seats": 0,
    "wanting": 0,
    "waits_on": None,
    "nudged": 0,
}


@transaction.atomic
def withdraw_submission(*, actor: User, submission_id: UUID, now: datetime) -> Submission:
    """Take back what no mentor has begun to read: a draft again, which waits at the end when it is handed in anew. What would
    not be taken again stays where it is."""
    project = lock_project_of(actor, submission_id)
    submission = lock_submission_of(project, submission_id)
    if submission.status not in (SubmissionStatus.SUBMITTED, SubmissionStatus.IN_REVIEW):
        raise NotWaiting
    if not is_untouched(submission):
        raise AlreadyRead
    submission.submitted_at, submission.late = None, False
    check_time(project, submission, now)
    give_back(project, submission, now=now)
    record(actor_id=actor.id, action="submission.withdrawn", subject_type="submission", subject_id=submission.id)
    return submission


def is_untouched(submission: Submission) -> bool:
    """It waits, and nobody reads or has read it."""
    return submission.status == origin_of(SubmissionMove.WITHDRAW) and not submission.readers


def give_back(project: Project, submission: Submission, *, now: datetime) -> None:
    """To its team, as a draft. Both are locked. If it revises what came back, the team is waited for again."""
    submission.status, submission.states, submission.pools = WITHDRAWN, [], []
    for name, value in UNPLACED.items():
        setattr(submission, name, value)
    submission.advance(["status", "submitted_at", "late", "states", "pools", *UNPLACED])
    returned = project.submissions.filter(stage=submission.stage, status=SubmissionStatus.RETURNED)
    before = returned.filter(number=submission.number - 1)
    before.update(waits_on=day_of_team(project.id, now), nudged=0)
    project.status = PROJECT_TRANSITIONS[ProjectStatus(project.status), ProjectMove.WITHDRAW]
    project.advance(["status"])
    publish(SubmissionWithdrawn(submission_id=submission.id, project_id=project.id, withdrawn_at=now))
