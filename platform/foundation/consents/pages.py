"""Where a guardian's letter or sheet leads: reads, decides and takes back, without script, cookie or account."""

from typing import Any
from unicodedata import category

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foundation.consents.enums import Purpose
from foundation.consents.policies import brings_a_session
from foundation.consents.selectors import Letter
from foundation.consents.services import answer, open_link
from foundation.kernel.errors import Problem, TooMany
from foundation.kernel.language import pick
from foundation.kernel.pages import page

FORM = "consents/consent.html"
CLOSED = "consents/closed.html"
YES_NO = {"yes": True, "no": False}
LONGEST = {"guardian_name": 200, "relationship": 80}


@csrf_exempt
@never_cache
@sensitive_post_parameters("guardian_name")
@require_http_methods(["GET", "HEAD", "POST"])
def consent_page(request: HttpRequest, token: str) -> HttpResponse:
    """The link is the proof, so no cookie is asked for; whoever is signed in reads and can't decide."""
    try:
        letter = open_link(token=token, address=request.META["REMOTE_ADDR"])
    except Problem as problem:
        return _refused(request, CLOSED, problem, {})
    if request.method != "POST":
        return page(request, FORM, _context(request, letter))
    given = {name: _line(request.POST.get(name, ""))[:longest] for name, longest in LONGEST.items()}
    decisions = _decisions(request, letter)
    try:
        written = answer(token=token, decisions=decisions, **given, signed_in=_signed_in(request))
    except Problem as problem:
        return _refused(request, FORM, problem, _context(request, letter, decisions) | given)
    return page(request, FORM, _context(request, written) | given | {"recorded": True})


def _decisions(request: HttpRequest, letter: Letter) -> dict[Purpose, bool]:
    """One button takes everything back, the other records what is ticked."""
    if "withdraw" in request.POST:
        return {shown.key: False for shown in letter.purposes}
    ticked = {purpose: request.POST.get(purpose.value, "") for purpose in Purpose}
    return {purpose: YES_NO[word] for purpose, word in ticked.items() if word in YES_NO}


def _context(request: HttpRequest, letter: Letter, typed: dict[Purpose, bool] | None = None) -> dict[str, Any]:
    chosen = {asked.key: asked.decision for asked in letter.purposes} | (typed or {})
    return {
        "letter": letter,
        "questions": [(asked, chosen[asked.key]) for asked in letter.purposes if asked.key in letter.asked],
        "programme": pick(letter.programme),
        "signed_in": _signed_in(request),
    }


def _signed_in(request: HttpRequest) -> bool:
    return brings_a_session(request.user, request.headers)


def _line(typed: str) -> str:
    """What can be stored and shown in one line."""
    return "".join(char for char in typed if category(char) != "Cc").strip()


def _refused(request: HttpRequest, template: str, problem: Problem, context: dict[str, Any]) -> HttpResponse:
    faults = [error.detail for error in problem.errors] or [problem.detail]
    response = page(request, template, context | {"title": problem.title, "faults": faults}, status=problem.status)
    if isinstance(problem, TooMany):
        response["Retry-After"] = str(problem.retry_after)
    return response


urlpatterns = [path("consent/<str:token>", consent_page, name="consent")]
