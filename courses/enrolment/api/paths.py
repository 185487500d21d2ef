"""Paths through courses: anybody reads them, the office lays them, a learner begins one."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from courses.catalogue.errors import UnknownCourses
from courses.catalogue.models import KEY_LENGTH
from courses.catalogue.services import change_path, create_path
from courses.enrolment.api.serializers import EnrolmentOut, PathStepOut
from courses.enrolment.errors import PathCompleted, PrerequisitesMissing
from courses.enrolment.selectors import PathFacts, list_paths, path_for
from courses.enrolment.services import start_path
from foundation.kernel.errors import ConsentRequired, Forbidden
from foundation.kernel.http import (
    Answer,
    Input,
    IsAuthenticatedOrReadOnly,
    LanguageOut,
    Output,
    SignedIn,
    Slug,
    TextsIn,
    TextsOut,
    View,
    actor,
    operation,
)
from foundation.kernel.http.conditions import cache_headers
from foundation.programmes.errors import SlugTaken

MOST_COURSES = 50


class PathOut(Output):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    title = TextsOut()
    summary = TextsOut()
    language = LanguageOut(source="title")
    is_published = serializers.BooleanField()
    courses = serializers.ListField(child=serializers.SlugField(), help_text="Those that you see, in their order.")


class PathDetailOut(PathOut):
    standing = PathStepOut(many=True, source="steps", help_text="How you stand in each of the courses.")
    next = serializers.SlugField(allow_null=True, help_text="The first course that you have not completed.")


class PathPatch(Input):
    ignored = ("id", "slug", "language", "standing", "next")

    title = TextsIn(max_length=200, whole=True)
    summary = TextsIn(max_length=1000, whole=True)
    courses = serializers.ListField(child=Slug(max_length=KEY_LENGTH), min_length=1, max_length=MOST_COURSES)
    is_published = serializers.BooleanField(default=False)


class PathIn(PathPatch):
    slug = Slug(max_length=KEY_LENGTH)


class PathsView(View):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @operation(summary="Paths through courses, the oldest first", result=PathOut, page="id")
    def get(self, request: Request) -> Answer:
        return Answer(list_paths(request.user), headers=cache_headers(request, shared=True))

    @operation(
        summary="Lay a path (programme office)",
        body=PathIn,
        result=PathDetailOut,
        status=201,
        problems=(Forbidden, SlugTaken, UnknownCourses),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        person = actor(request)
        path = path_for(person, create_path(actor=person, **body).slug)
        return Answer(path, location=f"/api/v1/paths/{path.slug}")


class PathView(View):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @operation(summary="One path, and how you stand on it", result=PathDetailOut)
    def get(self, request: Request, slug: str) -> Answer:
        return Answer(path_for(request.user, slug), headers=cache_headers(request, shared=True))

    @operation(
        summary="Change a path (programme office)",
        body=PathPatch,
        result=PathDetailOut,
        revised=True,
        problems=(Forbidden, UnknownCourses),
    )
    def patch(self, request: Request, slug: str, *, body: dict[str, Any], revision: int | None) -> PathFacts:
        person = actor(request)
        return path_for(person, change_path(actor=person, slug=slug, revision=revision, changes=body).slug)


class PathEnrolmentView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Enrol in the path's next course; 200 and the enrolment that there is for whoever is in it",
        result=EnrolmentOut,
        status=201,
        problems=(PathCompleted, PrerequisitesMissing, ConsentRequired),
    )
    def post(self, request: Request, slug: str) -> Answer:
        enrolment, fresh = start_path(actor=actor(request), slug=slug)
        return Answer(enrolment, location=f"/api/v1/enrolments/{enrolment.id}", status=201 if fresh else 200)
