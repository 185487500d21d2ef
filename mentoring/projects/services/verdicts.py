"""What the reviews tell this app. Each write names the status it starts from: a move is made once or not at all."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Func, UUIDField, Value

from foundation.accounts.models import User
from foundation.kernel.workdays import local_day
from foundation.outbox import publish
from foundation.outbox.events.mentoring import ProjectAccepted
from mentoring.projects.enums import Decision, MentorshipEnd, ProjectMove, ProjectStatus, SubmissionMove
from mentoring.projects.errors import NotWaiting
from mentoring.projects.models import Project, Submission
from mentoring.projects.rules import MOVES, TRANSITIONS, is_mentored, next_project_status, origin_of, outcome
from mentoring.projects.services.mentorships import begin_mentorship, end_mentorship


def take_up(*, actor: User, submission_id: UUID) -> None:
    """`actor`, a mentor, has begun to read: the submission is in review, and readable to them from now on."""
    reader = Value(actor.id, output_field=UUIDField())
    others = Func(F("readers"), reader, function="array_remove")
    readers = Func(others, reader, function="array_append")
    if not _move([submission_id], SubmissionMove.LEASE, readers=readers):
        raise NotWaiting


def put_back(*, submission_ids: Collection[UUID]) -> None:
    """Nobody reads these any more: they wait again, each in its old place."""
    _move(submission_ids, SubmissionMove.FREE)


@transaction.atomic
def decide(*, submission_id: UUID, decision: Decision, now: datetime, mentor_id: UUID | None = None) -> Project:
    """Close the submission with the decision and move its project; an accepted last stage is announced, once. `mentor_id` is
    the person who decided: where a mentor reads, the project is theirs from now on, until it ends."""
    projects = Project.objects.select_for_update(of=("self",), no_key=True).select_related("call", "owner")
    project = projects.get(submissions__id=submission_id)
    stage = project.stage
    result = outcome(decision, stage, project.call.stages)
    status = next_project_status(project.status, result.move)
    waits_on = local_day(now, project.owner.time_zone) if MOVES[decision] == SubmissionMove.RETURN else None
    decided = {"decided_at": now, "waits_on": waits_on, "nudged": 0}
    if status is None or not _move([submission_id], MOVES[decision], **decided):
        raise NotWaiting
    project.status, project.stage = status, result.stage
    project.accepted_at = now if result.move == ProjectMove.ACCEPT else None
    project.advance(["status", "stage", "accepted_at"])
    if result.move == ProjectMove.DECLINE:
        project.members.update(sole=False)
    if status != ProjectStatus.ACTIVE:
        end_mentorship(project_id=project.id, ending=MentorshipEnd.DECIDED, now=now)
    elif mentor_id and is_mentored(project.call.stages, stage):
        begin_mentorship(project_id=project.id, mentor_id=mentor_id, now=now)
    if project.accepted_at:
        _announce(project, submission_id, now)
    return project


def _announce(project: Project, submission_id: UUID, now: datetime) -> None:
    publish(
        ProjectAccepted(project_id=project.id, submission_id=submission_id, call_id=project.call_id, accepted_at=now)
    )


def _move(submission_ids: Collection[UUID], move: SubmissionMove, **changes: Any) -> int:
    origin = origin_of(move)
    rows = Submission.objects.filter(pk__in=submission_ids, status=origin)
    return rows.update(status=TRANSITIONS[origin, move], revision=F("revision") + 1, **changes)
