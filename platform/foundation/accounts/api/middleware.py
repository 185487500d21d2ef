"""allauth's refusals as the problem documents of the rest of the API: in the caller's language, its `data` and `meta` kept."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from foundation.accounts.api import problems
from foundation.kernel.errors import Problem
from foundation.kernel.http.problems import response as render

PREFIX = "/_allauth/"


class SignInProblems:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if request.path.startswith(PREFIX) and isinstance(answer, HttpResponse) and answer.status_code >= 400:
            return _translated(request, answer)
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal by a service of ours, raised below a view of allauth's."""
        if request.path.startswith(PREFIX) and isinstance(exception, Problem):
            return render(exception)
        return None


def _translated(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    if "problem+json" in answer.get("Content-Type", ""):
        return answer
    problem = problems.of(request, answer.status_code, _body(answer))
    if problem is None:
        return answer
    translated = render(problem)
    for name in ("Allow", "Vary"):
        if answer.has_header(name):
            translated[name] = answer[name]
    translated.cookies = answer.cookies
    return translated


def _body(answer: HttpResponse) -> dict[str, Any]:
    try:
        body = json.loads(answer.content)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
