from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from courses.catalogue.api.keeping import kept
from courses.catalogue.api.serializers import CourseOut, CourseQuery, FacetsOut
from courses.catalogue.policies import sees_every_course
from courses.catalogue.selectors import facets_of, listed_courses, order_of, standing_of
from foundation.kernel.http import AllowAny, View, operation
from foundation.kernel.http.conditions import cache_headers
from foundation.kernel.http.paging import Pages
from foundation.kernel.http.rendering import dumps
from foundation.kernel.language import current

LONGEST = 300  # characters of an address whose answer is worth keeping


def answer(request: Request, query: dict[str, Any], make: Callable[[Collection[str] | None], Any]) -> HttpResponse:
    """What `make` says of the courses of the caller's scope, kept while the catalogue stays as it is."""
    standing = standing_of(request.user.pk)
    scope = None if sees_every_course(request.user) else standing.offered
    address = request.get_full_path()
    asked = (request.scheme, request.META.get("HTTP_HOST"), address)
    keep = "q" not in query and len(address) <= LONGEST
    found = kept((standing.stamp, scope, current(), asked), lambda: dumps(make(scope)), keep=keep)
    headers = cache_headers(request, shared=True) | {"ETag": found.etag}
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
