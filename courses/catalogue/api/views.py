from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from courses.catalogue.api.keeping import kept
from courses.catalogue.api.serializers import CourseOut, CourseQuery
from courses.catalogue.models import Course
from courses.catalogue.policies import get_course_for, sees_every_course
from courses.catalogue.selectors import listed_courses, standing_of
from foundation.kernel.http import AllowAny, Answer, View, operation
from foundation.kernel.http.paging import Pages
from foundation.kernel.http.rendering import dumps
from foundation.kernel.language import current

VARY = "Accept-Language, Authorization, Cookie"
LONGEST = 300  # characters of an address whose answer is worth keeping


def cache_headers(request: Request) -> dict[str, str]:
    """What is the same for every stranger may be kept by those between."""
    known = request.user.is_authenticated
    return {"Cache-Control": "private, no-cache" if known else "public, max-age=60", "Vary": VARY}


class CoursesView(View):
    permission_classes = [AllowAny]

    @operation(summary="Courses that you may take", query=CourseQuery, result=CourseOut, page="-id")
    def get(self, request: Request, *, query: dict[str, Any]) -> HttpResponse:
        standing = standing_of(request.user.pk)
        scope = None if sees_every_course(request.user) else standing.offered

        def make() -> bytes:
            pages = Pages("-id")
            rows = pages.rows(listed_courses(scope, query), request)
            return dumps(pages.members(list(CourseOut(rows, many=True).data)))

        address = request.get_full_path()
        asked = (request.scheme, request.META.get("HTTP_HOST"), address)
        keep = "q" not in query and len(address) <= LONGEST
        answer = kept((standing.stamp, scope, current(), asked), make, keep=keep)
        headers = cache_headers(request) | {"ETag": answer.etag}
        return HttpResponse(answer.content, content_type="application/json", headers=headers)


class CourseView(View):
    permission_classes = [AllowAny]

    @operation(summary="One course", result=CourseOut)
    def get(self, request: Request, slug: str) -> Answer:
        course: Course = get_course_for(request.user, slug)
        return Answer(course, headers=cache_headers(request))
