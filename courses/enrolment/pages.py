"""A course and a lesson as plain pages. They lie here and not in the catalogue because an enrolment opens its own version."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from courses.catalogue.selectors import outline_of
from courses.enrolment.selectors import asked_in, place_of, read_lesson, version_for
from foundation.kernel.errors import NotFound, Unauthenticated
from foundation.kernel.language import best, current, direction, pick
from foundation.kernel.pages import page


class OnlyForLearners(NotFound):
    """Whether it is absent or closed is not said: our mails lead here, and the reader may just not be signed in."""

    detail = _("It is not there, or it is for its learners alone. If it is yours, sign in first and open it again.")


def course(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        version = version_for(request.user, slug)
    except NotFound:
        raise OnlyForLearners from None
    language, outline = best(version.title), outline_of(version.id)
    modules = [
        {"title": pick(module.title), "lessons": [(lesson, pick(lesson.title)) for lesson in module.lessons]}
        for module in outline.modules
    ]
    context = {
        "version": version,
        "title": pick(version.title),
        "summary": pick(version.summary),
        "text_language": language,
        "text_direction": direction(language),
        "asked": asked_in(outline),
        "modules": modules,
    }
    return page(request, "enrolment/course.html", context)


def lesson(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    try:
        found = read_lesson(request.user, lesson_id, current())
    except (NotFound, Unauthenticated):
        raise OnlyForLearners from None
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


urlpatterns = [
    path("courses/<slug:slug>", course, name="course-page"),
    path("lessons/<uuid:lesson_id>", lesson, name="lesson-page"),
]
