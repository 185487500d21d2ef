"""Plain members for the paths that have to be fast; the serializers beside describe them."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from courses.catalogue.selectors import Outline, OutlinedLesson
from courses.enrolment.selectors import EnrolmentFacts, ReadLesson, asked_in
from foundation.kernel.http.conditions import mark
from foundation.kernel.http.rendering import dumps
from foundation.kernel.language import FALLBACK, best, pick

VARY = "Accept-Language, Authorization, Cookie"


def cache_headers(request: Request, *, shared: bool) -> dict[str, str]:
    """`shared`: what strangers get may be kept by those between."""
    stranger = shared and not request.user.is_authenticated
    return {"Cache-Control": "public, max-age=60" if stranger else "private, no-cache", "Vary": VARY}


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
    }


def lesson_members(lesson: ReadLesson) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "key": lesson.key,
        "title": pick(lesson.title, lesson.language),
        "language": lesson.language,
        "html": lesson.html,
    }


def outline_members(outline: Outline, language: str) -> dict[str, Any]:
    modules = [
        {
            "id": module.id,
            "title": pick(module.title, language),
            "lessons": [_outlined_lesson(lesson, language) for lesson in module.lessons],
        }
        for module in outline.modules
    ]
    served = best(outline.modules[0].title, language)
    asked = asked_in(outline)
    return {
        "course": outline.course,
        "version": outline.version,
        "language": served,
        "completion": {"share": asked.share, "needed": asked.needed},
        "modules": modules,
    }


def _outlined_lesson(lesson: OutlinedLesson, language: str) -> dict[str, Any]:
    served = next((code for code in (language, *FALLBACK) if code in lesson.sizes), language)
    return {
        "id": lesson.id,
        "key": lesson.key,
        "title": pick(lesson.title, language),
        "kind": lesson.kind,
        "minutes": lesson.minutes,
        "required": lesson.required,
        "bytes": lesson.sizes.get(served, 0),
        "outdated": lesson.outdated,
    }
