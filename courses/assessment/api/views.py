from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from courses.assessment.api.serializers import (
    AttemptOut,
    QuizFiguresOut,
    QuizOut,
    QuizPreviewOut,
    QuizReopeningOut,
    SavedIn,
    SeedIn,
)
from courses.assessment.errors import (
    AnswersNotRight,
    AttemptExpired,
    AttemptSubmitted,
    NoAttemptLeft,
    NoAttemptToGive,
    NoQuiz,
    QuizCooldown,
    QuizPassed,
)
from courses.assessment.models import Attempt
from courses.assessment.selectors import Preview, QuestionFigures, figures_for, preview_for
from courses.assessment.services import (
    Overview,
    Reopened,
    attempt_now,
    attempts_now,
    give_attempt,
    overview,
    save_answers,
    start_attempt,
    submit_attempt,
    take_attempt_back,
)
from courses.enrolment.errors import DeadlinePassed, EnrolmentWithdrawn, ReopeningUsed
from foundation.kernel.errors import ConsentRequired
from foundation.kernel.http import Answer, SignedIn, View, actor, operation


class QuizView(View):
    permission_classes = [SignedIn]

    @operation(summary="The rules of a quiz, and how you stand with it", result=QuizOut, problems=(ConsentRequired,))
    def get(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> Overview:
        return overview(actor=actor(request), enrolment_id=enrolment_id, lesson_id=lesson_id)


class AttemptsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Your attempts at a quiz, newest first", result=AttemptOut, page="-number", problems=(ConsentRequired,)
    )
    def get(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> QuerySet[Attempt]:
        return attempts_now(actor=actor(request), enrolment_id=enrolment_id, lesson_id=lesson_id)

    @operation(
        summary="Begin an attempt; 200 and the open one for whoever has one",
        result=AttemptOut,
        status=201,
        problems=(ConsentRequired, EnrolmentWithdrawn, DeadlinePassed, QuizPassed, NoAttemptLeft, QuizCooldown),
    )
    def post(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> Answer:
        attempt, fresh = start_attempt(actor=actor(request), enrolment_id=enrolment_id, lesson_id=lesson_id)
        return Answer(attempt, location=f"/api/v1/attempts/{attempt.id}", status=201 if fresh else 200)


class AttemptView(View):
    permission_classes = [SignedIn]

    @operation(summary="One attempt of yours", result=AttemptOut, problems=(ConsentRequired,))
    def get(self, request: Request, attempt_id: UUID) -> Attempt:
        return attempt_now(actor=actor(request), attempt_id=attempt_id)

    @operation(
        summary="Save answers as they are given; questions that you leave out keep theirs",
        body=SavedIn,
        result=AttemptOut,
        problems=(ConsentRequired, EnrolmentWithdrawn, AnswersNotRight, AttemptSubmitted, AttemptExpired),
    )
    def patch(self, request: Request, attempt_id: UUID, *, body: dict[str, Any]) -> Attempt:
        return save_answers(actor=actor(request), attempt_id=attempt_id, answers=body.get("answers", {}))


class SubmitView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Hand in what was saved; again gives what it gave",
        result=AttemptOut,
        problems=(ConsentRequired, EnrolmentWithdrawn),
    )
    def post(self, request: Request, attempt_id: UUID) -> Attempt:
        return submit_attempt(actor=actor(request), attempt_id=attempt_id)


class QuizReopeningView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="For her coordinator: one more attempt for a learner who has used up hers",
        result=QuizReopeningOut,
        problems=(NoAttemptToGive, NoQuiz),
    )
    def post(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> Reopened:
        return give_attempt(actor=actor(request), enrolment_id=enrolment_id, lesson_id=lesson_id)

    @operation(summary="Take it back, unless she has begun it", problems=(NoQuiz, ReopeningUsed))
    def delete(self, request: Request, enrolment_id: UUID, lesson_id: UUID) -> None:
        take_attempt_back(actor=actor(request), enrolment_id=enrolment_id, lesson_id=lesson_id)


class QuizFiguresView(View):
    permission_classes = [SignedIn]

    @operation(summary="For authors: how hard each question was, and which answers were given", result=QuizFiguresOut)
    def get(self, request: Request, slug: str, number: int, lesson_id: UUID) -> dict[str, tuple[QuestionFigures, ...]]:
        return {"questions": figures_for(actor(request), slug, number, lesson_id)}


class QuizPreviewView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="For authors: a quiz as a learner would meet it, with what is right",
        query=SeedIn,
        result=QuizPreviewOut,
    )
    def get(self, request: Request, slug: str, number: int, lesson_id: UUID, *, query: dict[str, Any]) -> Preview:
        return preview_for(actor(request), slug, number, lesson_id, query["seed"])
