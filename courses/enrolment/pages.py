"""A lesson as a plain page. It lies here and not in the catalogue because an enrolment may open it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.safestring import mark_safe

from courses.enrolment.selectors import place_of, read_lesson
from foundation.kernel.errors import NotFound, Unauthenticated
from foundation.kernel.language import current, direction, pick
from foundation.kernel.pages import page


def lesson(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    try:
        found = read_lesson(request.user, lesson_id, current())
    except (NotFound, Unauthenticated):
        raise Http404 from None
    place = place_of(lesson_id)
    context = {
        "title": pick(found.title, found.language),
        "html": mark_safe(found.html),
        "text_language": found.language,
        "text_direction": direction(found.language),
        "is_translated": found.language == current(),
        "course": place.course,
        "before": place.before and (place.before.id, pick(place.before.title)),
        "after": place.after and (place.after.id, pick(place.after.title)),
    }
    return page(request, "enrolment/lesson.html", context)


urlpatterns = [path("lessons/<uuid:lesson_id>", lesson, name="lesson-page")]
