"""The catalogue as plain pages, for a phone without our client."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from courses.catalogue.policies import courses_visible_to, get_course_for
from courses.catalogue.selectors import outline_of
from foundation.kernel.errors import NotFound
from foundation.kernel.language import best, direction, pick
from foundation.kernel.pages import page


def courses(request: HttpRequest) -> HttpResponse:
    found = courses_visible_to(request.user).order_by("-id")[:200]
    shown = [{"slug": course.slug, "title": pick(course.title), "summary": pick(course.summary)} for course in found]
    return page(request, "catalogue/courses.html", {"courses": shown})


def course(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = get_course_for(request.user, slug)
    except NotFound:
        raise Http404 from None
    version = found.published_version
    if version is None:
        raise Http404
    language = best(found.title)
    modules = [
        {"title": pick(module.title), "lessons": [(lesson, pick(lesson.title)) for lesson in module.lessons]}
        for module in outline_of(version.id).modules
    ]
    context = {
        "course": found,
        "title": pick(found.title),
        "summary": pick(found.summary),
        "text_language": language,
        "text_direction": direction(language),
        "modules": modules,
        "version": version,
    }
    return page(request, "catalogue/course.html", context)


urlpatterns = [path("courses", courses, name="courses-page"), path("courses/<slug:slug>", course, name="course-page")]
