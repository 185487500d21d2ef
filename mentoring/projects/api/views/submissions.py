from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.errors import ConsentRequired
from foundation.kernel.http import Answer, SignedIn, View, actor, operation
from mentoring.projects import errors
from mentoring.projects.api import serializers as shapes
from mentoring.projects.models import Submission
from mentoring.projects.policies import get_submission_for
from mentoring.projects.selectors import Comparison, comparison, list_submissions
from mentoring.projects.services import (
    begin_submission,
    discard_draft,
    save_answers,
    submit_submission,
    withdraw_submission,
)

NEWEST = ("-created_at", "-id")


class ProjectSubmissionsView(View):
    permission_classes = [SignedIn]

    @operation(summary="What a project has handed in, newest first", result=shapes.SubmissionOut, page=NEWEST)
    def get(self, request: Request, project_id: UUID) -> QuerySet[Submission]:
        return list_submissions(actor(request), project_id)

    @operation(
        summary="Begin the next draft of my project's stage; the same `id` again gives the same draft",
        body=shapes.SubmissionIn,
        result=shapes.SubmissionOut,
        status=201,
        problems=(
            errors.SubmissionOpen,
            errors.ProjectNotYours,
            errors.IdTaken,
            errors.AnswersNotRight,
            errors.TooMuchTogether,
        ),
    )
    def post(self, request: Request, project_id: UUID, *, body: dict[str, Any]) -> Answer:
        submission = begin_submission(
            actor=actor(request), project_id=project_id, submission_id=body.get("id"), answers=body["answers"]
        )
        return Answer(submission, location=f"/api/v1/submissions/{submission.id}")


class SubmissionView(View):
    permission_classes = [SignedIn]

    @operation(summary="One submission", result=shapes.SubmissionOut)
    def get(self, request: Request, submission_id: UUID) -> Submission:
        return get_submission_for(actor(request), submission_id)

    @operation(
        summary="Keep answers of my draft; null takes one away, what is not named stays",
        body=shapes.SubmissionPatch,
        result=shapes.SubmissionOut,
        revised=True,
        problems=(errors.AlreadySubmitted, errors.AnswersNotRight, errors.TooMuchTogether),
    )
    def patch(self, request: Request, submission_id: UUID, *, body: dict[str, Any], revision: int | None) -> Submission:
        answers = body.get("answers", {})
        return save_answers(actor=actor(request), submission_id=submission_id, revision=revision, answers=answers)

    @operation(summary="Discard my draft", revised=True, problems=(errors.AlreadySubmitted,))
    def delete(self, request: Request, submission_id: UUID, *, revision: int | None) -> None:
        discard_draft(actor=actor(request), submission_id=submission_id, revision=revision)


class ComparisonView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What changed between two versions, word by word; without `with`, since the version before",
        query=shapes.ComparisonQuery,
        result=shapes.ComparisonOut,
    )
    def get(self, request: Request, submission_id: UUID, *, query: dict[str, Any]) -> Comparison:
        return comparison(actor(request), submission_id, other=query.get("with"))


class SubmissionSubmitView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Hand my draft to the reviewers, once",
        result=shapes.SubmissionOut,
        problems=(
            errors.AlreadySubmitted,
            errors.CallClosed,
            errors.StageOver,
            errors.TeamTooSmall,
            errors.Incomplete,
            ConsentRequired,
        ),
    )
    def post(self, request: Request, submission_id: UUID) -> Submission:
        return submit_submission(actor=actor(request), submission_id=submission_id, now=clock.now())


class WithdrawalView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Take back what waits and nobody has begun to read; it is a draft again",
        result=shapes.SubmissionOut,
        problems=(errors.NotWaiting, errors.AlreadyRead, errors.CallClosed, errors.StageOver),
    )
    def post(self, request: Request, submission_id: UUID) -> Submission:
        return withdraw_submission(actor=actor(request), submission_id=submission_id, now=clock.now())
