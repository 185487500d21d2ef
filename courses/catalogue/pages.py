"""The catalogue as plain pages, for a phone without our client."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from courses.catalogue.policies import courses_visible_to
from foundation.kernel.language import pick
from foundation.kernel.pages import page


def courses(request: HttpRequest) -> HttpResponse:
    found = courses_visible_to(request.user).order_by("-id")[:200]
    shown = [{"slug": course.slug, "title": pick(course.title), "summary": pick(course.summary)} for course in found]
    return page(request, "catalogue/courses.html", {"courses": shown})


urlpatterns = [path("courses", courses, name="courses-page")]
