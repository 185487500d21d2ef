from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from courses.catalogue.api.keeping import kept
from courses.catalogue.api.serializers import CourseOut, CoursePatch, CourseQuery, FacetsOut
from courses.catalogue.models import Course
from courses.catalogue.policies import get_course_for, sees_every_course
from courses.catalogue.selectors import facets_of, listed_courses, order_of, standing_of
from courses.catalogue.services import change_course
from foundation.kernel.errors import Forbidden
from foundation.kernel.http import AllowAny, Answer, IsAuthenticatedOrReadOnly, View, actor, operation
from foundation.kernel.http.paging import Pages
from foundation.kernel.http.rendering import dumps
from foundation.kernel.language import current

VARY = "Accept-Language, Authorization, Cookie"
LONGEST = 300  # characters of an address whose answer is worth keeping


def cache_headers(request: Request) -> dict[str, str]:
    """What is the same for every stranger may be kept by those between."""
    known = request.user.is_authenticated
    return {"Cache-Control": "private, no-cache" if known else "public, max-age=60", "Vary": VARY}


def answer(request: Request, query: dict[str, Any], make: Callable[[Collection[str] | None], Any]) -> HttpResponse:
    """What `make` says of the courses of the caller's scope, kept while the catalogue stays as it is."""
    standing = standing_of(request.user.pk)
    scope = None if sees_every_course(request.user) else standing.offered
    address = request.get_full_path()
    asked = (request.scheme, request.META.get("HTTP_HOST"), address)
    keep = "q" not in query and len(address) <= LONGEST
    found = kept((standing.stamp, scope, current(), asked), lambda: dumps(make(scope)), keep=keep)
    headers = cache_headers(request) | {"ETag": found.etag}
    return HttpResponse(found.content, content_type="application/json", headers=headers)


class CoursesView(View):
    permission_classes = [AllowAny]

    @operation(
        summary="Courses that you may take, the newest first; with `q`, those that say its words, the best first",
        query=CourseQuery,
        result=CourseOut,
        page="-id",
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> HttpResponse:
        def make(scope: Collection[str] | None) -> dict[str, Any]:
            pages = Pages(order_of(query))
            rows = pages.rows(listed_courses(scope, query, reader=current()), request)
            return pages.members(list(CourseOut(rows, many=True).data))

        return answer(request, query, make)


class FacetsView(View):
    permission_classes = [AllowAny]

    @operation(
        summary="How many courses of each kind `courses` gives for the same parameters",
        query=CourseQuery,
        result=FacetsOut,
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> HttpResponse:
        return answer(request, query, lambda scope: FacetsOut(facets_of(scope, query, reader=current())).data)


class CourseView(View):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @operation(summary="One course", result=CourseOut)
    def get(self, request: Request, slug: str) -> Answer:
        course: Course = get_course_for(request.user, slug)
        return Answer(course, headers=cache_headers(request))

    @operation(
        summary="Open a course to all, or to those cohorts alone that name it (programme office)",
        body=CoursePatch,
        result=CourseOut,
        revised=True,
        problems=(Forbidden,),
    )
    def patch(self, request: Request, slug: str, *, body: dict[str, Any], revision: int | None) -> Course:
        return change_course(actor=actor(request), slug=slug, revision=revision, changes=body)
