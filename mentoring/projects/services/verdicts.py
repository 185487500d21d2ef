"""What the reviews tell this app. Each write names the status it starts from: a move is made once or not at all."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Func, Q, QuerySet, UUIDField, Value, When

from foundation.accounts.models import User
from foundation.kernel.clock import midnight
from foundation.outbox import publish
from foundation.outbox.events.mentoring import ProjectAccepted
from mentoring.projects.enums import Decision, MentorshipEnd, ProjectMove, ProjectStatus, SubmissionMove
from mentoring.projects.errors import NotWaiting
from mentoring.projects.models import Project, Submission
from mentoring.projects.policies import day_of_team
from mentoring.projects.rules import IN_TURN, MOVES, TRANSITIONS, is_mentored, next_project_status, origin_of, outcome
from mentoring.projects.services.mentorships import begin_mentorship, end_mentorship, lock_mentor_of

SEEN = {"revision": F("revision") + 1}


def take_up(*, actor: User, submission_id: UUID) -> None:
    """`actor`, a mentor, has begun to read: the submission is in review, and readable to them from now on."""
    reader = Value(actor.id, output_field=UUIDField())
    others = Func(F("readers"), reader, function="array_remove")
    readers = Func(others, reader, function="array_append")
    lease, join = SubmissionMove.LEASE, SubmissionMove.JOIN
    rows = Submission.objects.filter(pk=submission_id, wanting__gt=0, status__in=(origin_of(lease), origin_of(join)))
    rows = rows.filter(Q(reserved_for=None) | Q(reserved_for=actor.id))
    moved = _shown_where(Q(status=origin_of(lease)), lease, join)
    if not rows.update(readers=readers, wanting=F("wanting") - 1, **moved):
        raise NotWaiting


def lock_submissions(*, submission_ids: Collection[UUID]) -> None:
    """Always in the order of ids, so that two who lock the same ones don't wait for each other."""
    rows = Submission.objects.filter(pk__in=submission_ids).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def put_back(*, submission_ids: Collection[UUID]) -> None:
    """A reader left, for each time that an id is named: one more is wanted, in the submission's old place."""
    leaving = Counter(submission_ids)
    for left in set(leaving.values()):
        rows = Submission.objects.filter(pk__in=[pk for pk, times in leaving.items() if times == left])
        last = Q(seats=F("wanting") + left)
        moved = _shown_where(last, SubmissionMove.FREE, SubmissionMove.LEAVE)
        rows.filter(status=origin_of(SubmissionMove.LEAVE)).update(wanting=F("wanting") + left, **moved)


def lock_in_review(submission_id: UUID) -> Submission:
    """With its project and call: the project's row first, then whose it is. Whoever holds it sees all reviews given before."""
    projects = Project.objects.select_for_update(of=("self",), no_key=True).select_related("call")
    project = projects.get(submissions__id=submission_id)
    lock_mentor_of(project)
    submission = project.submissions.select_for_update(of=("self",), no_key=True).get(pk=submission_id)
    submission.project = project
    return submission


def ask_another(submission: Submission, *, now: datetime) -> None:
    """The readers differ: one more is wanted, in the submission's old place, and is waited for from now on."""
    rows = Submission.objects.filter(pk=submission.pk)
    clock = {"waits_on": day_of_team(submission.project_id, now), "nudged": 0}
    if not _move(rows, SubmissionMove.WIDEN, seats=F("seats") + 1, wanting=F("wanting") + 1, **clock):
        raise NotWaiting


def decide(*, submission: Submission, decision: Decision, now: datetime, mentor_id: UUID | None = None) -> Project:
    """Close the submission, locked in review, with the decision and move its project; an accepted last stage is announced,
    once. `mentor_id` is the person who decided: where a mentor reads, the project is theirs from now on, until it ends."""
    project = submission.project
    stage = project.stage
    result = outcome(decision, stage, project.call.stages)
    status = next_project_status(project.status, result.move)
    waits_on = day_of_team(project.id, now) if MOVES[decision] == SubmissionMove.RETURN else None
    decided = {"decided_at": now, "waits_on": waits_on, "nudged": 0, "reserved_for": None, "turn": IN_TURN}
    rows = Submission.objects.filter(pk=submission.pk, wanting=0)
    if status is None or not _move(rows, MOVES[decision], **decided, **SEEN):
        raise NotWaiting
    project.status, project.stage = status, result.stage
    project.accepted_at = midnight(now) if result.move == ProjectMove.ACCEPT else None
    project.advance(["status", "stage", "accepted_at"])
    if result.move == ProjectMove.DECLINE:
        project.members.update(sole=False)
    if status != ProjectStatus.ACTIVE:
        end_mentorship(project_id=project.id, ending=MentorshipEnd.DECIDED, now=now)
    elif mentor_id and is_mentored(project.call.stages, stage):
        begin_mentorship(project_id=project.id, mentor_id=mentor_id, now=now)
    if project.accepted_at:
        _announce(project, submission.id, now)
    return project


def _announce(project: Project, submission_id: UUID, now: datetime) -> None:
    publish(
        ProjectAccepted(project_id=project.id, submission_id=submission_id, call_id=project.call_id, accepted_at=now)
    )


def _shown_where(condition: Q, move: SubmissionMove, other: SubmissionMove) -> dict[str, Any]:
    """In one statement, so that it holds for the row as it is then: `move` where the condition does, else `other`, which
    leaves the status as it was. Who reads beside others can't be counted by the revision."""
    status, same = (Value(TRANSITIONS[origin_of(each), each]) for each in (move, other))
    revision = F("revision") + Case(When(condition, then=1), default=0)
    return {"status": Case(When(condition, then=status), default=same), "revision": revision}


def _move(rows: QuerySet[Submission], move: SubmissionMove, **changes: object) -> int:
    origin = origin_of(move)
    return rows.filter(status=origin).update(status=TRANSITIONS[origin, move], **changes)
