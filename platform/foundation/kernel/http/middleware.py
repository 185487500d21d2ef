"""What every request passes: its id and log line, its language, its size, and whether the caller has the answer already."""

import logging
import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from foundation.kernel.errors import Problem, TooLarge
from foundation.kernel.http import conditions, problems
from foundation.kernel.ids import new_id
from foundation.kernel.language import LANGUAGES
from foundation.kernel.logs import request_id

Next = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("jisr.request")
GIVEN_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
MAPPED = "::ffff:"


class RequestMiddleware:
    """First of all: names the request, finds the caller's address, logs one line without values."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        token = request_id.set(given if GIVEN_ID.match(given) else str(new_id()))
        request.META["REMOTE_ADDR"] = caller_address(request)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            self._log(request, response, began)
            return response
        finally:
            request_id.reset(token)

    def _log(self, request: HttpRequest, response: HttpResponseBase, began: float) -> None:
        if not log.isEnabledFor(logging.INFO):
            return
        match = request.resolver_match
        line = {
            "route": match.route if match else "",
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }
        log.info("request", extra=line)


def caller_address(request: HttpRequest) -> str:
    """The caller's address: from `X-Forwarded-For` behind as many trusted proxies as the setting says, IPv4 unmapped."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    address = hops[-trusted] if trusted and len(hops) >= trusted else request.META.get("REMOTE_ADDR", "")
    return str(address).removeprefix(MAPPED)


class LanguageMiddleware:
    """`Accept-Language` for data; on pages a visible switch (`?lang=`), remembered in a cookie, comes first."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = None if request.path.startswith(problems.DATA_PATHS) else request.GET.get("lang")
        chosen = asked if asked in LANGUAGES else _remembered(request) or _accepted(request)
        request.LANGUAGE_CODE = chosen
        with translation.override(chosen):
            response = self.get_response(request)
            if "immutable" not in response.get("Cache-Control", ""):  # a picture is the same whoever asks
                response.setdefault("Content-Language", translation.get_language() or chosen)
                patch_vary_headers(response, ("Accept-Language",))
        if asked in LANGUAGES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax", httponly=True
            )
        return response


def _remembered(request: HttpRequest) -> str | None:
    if request.path.startswith(problems.DATA_PATHS):
        return None
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return kept if kept in LANGUAGES else None


def _accepted(request: HttpRequest) -> str:
    header = request.headers.get("Accept-Language", "")
    for name, _quality in parse_accept_lang_header(header.lower()):
        if name == "*":
            break
        if (base := name.split("-")[0]) in LANGUAGES:
            return base
    return str(settings.LANGUAGE_CODE)


class BodyLimitMiddleware:
    """Refuses a body that is too large before it is read: 1 MB of JSON, 50 MB of upload."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        upload = request.content_type == "multipart/form-data"
        limit = settings.UPLOAD_MAX_BYTES if upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdigit() and int(length) > limit:
            return problems.response(TooLarge(max_bytes=limit), {"Connection": "close"})
        return self.get_response(request)


class ProblemMiddleware:
    """A refusal raised outside the API's own views, in a page say, is answered as one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        return problems.answer(request, failure) if isinstance(failure, Problem) else None


class ConditionalMiddleware:
    """Tags answers to GET and says 304 to those who have them already (RFC 9110 §13)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD") or not _taggable(response):
            return response
        assert isinstance(response, HttpResponse)  # noqa: S101 (for the type checker)
        if not response.has_header("ETag"):
            conditions.mark(response, None)
        answer = get_conditional_response(request, etag=response["ETag"], response=response)
        return response if answer is None else answer


def _taggable(response: HttpResponseBase) -> bool:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and "no-store" not in response.get("Cache-Control", "")
    )
