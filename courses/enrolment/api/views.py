from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from courses.enrolment.api.rendering import answer, enrolment_members
from courses.enrolment.api.serializers import (
    CompletionIn,
    EnrolmentDetailOut,
    EnrolmentIn,
    EnrolmentOut,
    FoundLessonOut,
    LessonOut,
    LessonsQuery,
    OutlineOut,
)
from courses.enrolment.errors import (
    EnrolmentCompleted,
    EnrolmentWithdrawn,
    PrerequisitesMissing,
    QuizNotPassed,
    UnknownCourse,
)
from courses.enrolment.selectors import (
    enrolment_of,
    enrolments_of,
    lesson_members,
    lessons_found,
    outline_for,
    outline_members,
    read_lesson,
)
from courses.enrolment.services import complete_lesson, enrol, withdraw
from foundation.kernel.http import AllowAny, Answer, SignedIn, View, actor, operation
from foundation.kernel.http.conditions import cache_headers
from foundation.kernel.language import current


class OutlineView(View):
    permission_classes = [AllowAny]

    @operation(summary="The parts of a course: your enrolment's version, else the newest", result=OutlineOut)
    def get(self, request: Request, slug: str) -> HttpResponse:
        outline, own = outline_for(request.user, slug)
        return answer(request, outline_members(outline, current()), shared=not own)


class LessonsView(View):
    permission_classes = [AllowAny]

    @operation(
        summary="Lessons of a course that say all the words, in its order: your enrolment's version, else the newest",
        query=LessonsQuery,
        result=FoundLessonOut,
        page="place",
        most=20,
    )
    def get(self, request: Request, slug: str, *, query: dict[str, Any]) -> Answer:
        lessons, own = lessons_found(request.user, slug, query["q"], current())
        return Answer(lessons, headers=cache_headers(request, shared=not own))


class LessonView(View):
    permission_classes = [AllowAny]

    @operation(summary="A lesson's text", result=LessonOut)
    def get(self, request: Request, lesson_id: UUID) -> HttpResponse:
        lesson = read_lesson(request.user, lesson_id, current())
        return answer(request, lesson_members(lesson), shared=True)


class EnrolmentsView(View):
    permission_classes = [SignedIn]

    @operation(summary="Your enrolments, newest first", result=EnrolmentOut, page="-id")
    def get(self, request: Request) -> QuerySet[Any, dict[str, Any]]:
        return enrolments_of(actor(request))

    @operation(
        summary="Enrol; 200 and the enrolment that there is for whoever is enrolled already",
        body=EnrolmentIn,
        result=EnrolmentOut,
        status=201,
        problems=(UnknownCourse, PrerequisitesMissing),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        enrolment, fresh = enrol(actor=actor(request), course_slug=body["course"])
        location = f"/api/v1/enrolments/{enrolment.id}"
        return Answer(enrolment, location=location, status=201 if fresh else 200)


class EnrolmentView(View):
    permission_classes = [SignedIn]

    @operation(summary="One enrolment of yours, with the lessons done", result=EnrolmentDetailOut)
    def get(self, request: Request, enrolment_id: UUID) -> dict[str, Any]:
        return enrolment_of(actor(request), enrolment_id)

    @operation(summary="Withdraw; what was done stays, for a return", problems=(EnrolmentCompleted,))
    def delete(self, request: Request, enrolment_id: UUID) -> None:
        withdraw(actor=actor(request), enrolment_id=enrolment_id)


class CompletionView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Say that a lesson is completed; again changes nothing",
        body=CompletionIn,
        result=EnrolmentOut,
        problems=(EnrolmentWithdrawn, QuizNotPassed),
    )
    def put(self, request: Request, enrolment_id: UUID, lesson_id: UUID, *, body: dict[str, Any]) -> HttpResponse:
        enrolment = complete_lesson(actor=actor(request), enrolment_id=enrolment_id, lesson_id=lesson_id, **body)
        return answer(request, enrolment_members(enrolment), shared=False)
