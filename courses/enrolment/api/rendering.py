"""Plain members for the paths that have to be fast; the serializers beside describe them."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from courses.enrolment.selectors import EnrolmentFacts
from foundation.kernel.http.conditions import cache_headers, mark
from foundation.kernel.http.rendering import dumps


def answer(request: Request, members: dict[str, Any], *, shared: bool) -> HttpResponse:
    headers = cache_headers(request, shared=shared)
    response = HttpResponse(dumps(members), content_type="application/json", headers=headers)
    mark(response, None)
    return response


def enrolment_members(enrolment: EnrolmentFacts) -> dict[str, Any]:
    return {
        "id": enrolment.id,
        "course": enrolment.slug,
        "version": enrolment.number,
        "status": enrolment.status,
        "progress": {"done": enrolment.done, "total": enrolment.total, "needed": enrolment.needed},
        "enrolled_at": enrolment.enrolled_at,
        "completed_at": enrolment.completed_at,
        "due_at": enrolment.due_at,
        "is_closed": enrolment.is_closed,
    }
