"""Every refusal as `application/problem+json` (RFC 9457), in the caller's language."""

import logging
import sys
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as drf

from foundation.kernel import errors
from foundation.kernel.errors import FieldError, Problem
from foundation.kernel.http.rendering import MalformedJSON, dumps
from foundation.kernel.logs import request_id
from foundation.kernel.pointers import step

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
DATA_PATHS = ("/api/", "/_allauth/", "/healthz", "/readyz", "/metrics")

BY_EXCEPTION: tuple[tuple[type[BaseException], type[Problem]], ...] = (
    (drf.ParseError, MalformedJSON),
    (drf.NotAuthenticated, errors.Unauthenticated),
    (drf.PermissionDenied, errors.Forbidden),
    (PermissionDenied, errors.Forbidden),
    (drf.NotFound, errors.NotFound),
    (Http404, errors.NotFound),
    (drf.MethodNotAllowed, errors.MethodNotAllowed),
    (drf.NotAcceptable, errors.NotAcceptable),
    (drf.UnsupportedMediaType, errors.UnsupportedMedia),
)


def document(problem: Problem) -> dict[str, Any]:
    """The problem's members; texts in the current language."""
    members: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.detail),
        "code": problem.code,
        "request_id": request_id.get(),
    }
    if problem.errors:
        members["errors"] = [
            {"pointer": error.pointer, "code": error.code, "detail": str(error.detail)} for error in problem.errors
        ]
    return members | problem.extra


def response(problem: Problem, headers: dict[str, str] | None = None) -> HttpResponse:
    made = HttpResponse(dumps(document(problem)), status=problem.status, content_type=MEDIA_TYPE, headers=headers)
    if problem.retry_after is not None:
        made["Retry-After"] = str(problem.retry_after)
    if isinstance(problem, errors.Unauthenticated):
        made["WWW-Authenticate"] = 'Bearer realm="jisr"'
    made["Cache-Control"] = "no-store"
    return made


def problem_of(failure: BaseException) -> Problem | None:
    """The problem that an exception stands for; None for one that nobody foresaw."""
    if isinstance(failure, Problem):
        return failure
    if isinstance(failure, drf.ValidationError):
        return errors.Invalid(errors=list(field_errors(failure.detail)))
    if isinstance(failure, drf.AuthenticationFailed):
        return errors.Unauthenticated(_("This access token is not valid. Sign in again or refresh it."))
    return next((made() for known, made in BY_EXCEPTION if isinstance(failure, known)), None)


def field_errors(detail: Any, pointer: str = "") -> Iterator[FieldError]:
    """Flatten DRF's nested details into JSON Pointers (RFC 6901)."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            member = "" if name == "non_field_errors" else step(str(name))
            yield from field_errors(inner, pointer + member)
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from field_errors(inner, f"{pointer}/{index}" if nested else pointer)
    else:
        yield FieldError(pointer, str(getattr(detail, "code", "invalid")), str(detail))


def handle(failure: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler. None lets an unforeseen exception go on to `server_error`."""
    problem = problem_of(failure)
    if problem is None:
        return None
    headers = {}
    if isinstance(problem, errors.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return response(problem, headers)


def wants_data(request: HttpRequest) -> bool:
    return request.path.startswith(DATA_PATHS) or not request.accepts("text/html")


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as data or, for someone at a page, as a page."""
    if wants_data(request):
        return response(problem)
    from foundation.kernel.pages import page

    return page(request, "kernel/problem.html", {"problem": problem}, status=problem.status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, exception if isinstance(exception, Problem) else errors.NotFound())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, errors.Invalid(_("The request could not be read.")))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, errors.Forbidden())


def server_error(request: HttpRequest) -> HttpResponse:
    log.error("unforeseen", exc_info=sys.exc_info())
    return answer(request, Problem())
