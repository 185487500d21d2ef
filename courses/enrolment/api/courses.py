"""One course, as its caller stands to it."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from courses.catalogue.enums import Level
from courses.catalogue.policies import get_course_for
from courses.catalogue.services import change_course
from courses.enrolment.api.serializers import CompletionOut
from courses.enrolment.selectors import CourseFacts, facts_of
from foundation.kernel.errors import Forbidden
from foundation.kernel.http import (
    Answer,
    Input,
    IsAuthenticatedOrReadOnly,
    LanguageOut,
    Output,
    TextsOut,
    View,
    actor,
    operation,
)
from foundation.kernel.http.conditions import cache_headers
from foundation.kernel.language import LANGUAGES


class PrerequisiteOut(Output):
    course = serializers.SlugField()
    title = TextsOut()
    completed = serializers.BooleanField(allow_null=True, help_text="null: nobody is signed in.")


class CourseDetailOut(Output):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    title = TextsOut()
    summary = TextsOut()
    language = LanguageOut(source="title")
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES))
    level = serializers.ChoiceField(choices=Level.values)
    hours = serializers.IntegerField()
    skills = serializers.ListField(child=serializers.SlugField())
    open_to_all = serializers.BooleanField(help_text="Else it is for the cohorts that name it.")
    completion = CompletionOut()
    prerequisites = PrerequisiteOut(many=True, help_text="To be completed before one enrols by oneself.")


class CoursePatch(Input):
    ignored = (
        "id",
        "slug",
        "title",
        "summary",
        "language",
        "languages",
        "level",
        "hours",
        "skills",
        "prerequisites",
        "completion",
    )

    open_to_all = serializers.BooleanField(required=False)


class CourseView(View):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @operation(summary="One course, and how you stand to what it asks for", result=CourseDetailOut)
    def get(self, request: Request, slug: str) -> Answer:
        course = get_course_for(request.user, slug)
        return Answer(facts_of(request.user, course), headers=cache_headers(request, shared=True))

    @operation(
        summary="Open a course to all, or to those cohorts alone that name it (programme office)",
        body=CoursePatch,
        result=CourseDetailOut,
        revised=True,
        problems=(Forbidden,),
    )
    def patch(self, request: Request, slug: str, *, body: dict[str, Any], revision: int | None) -> CourseFacts:
        person = actor(request)
        return facts_of(person, change_course(actor=person, slug=slug, revision=revision, changes=body))
