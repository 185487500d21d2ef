"""Where a guardian's letter or sheet leads: reads, decides and takes back, without script, cookie or account."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foundation.consents import rules
from foundation.consents.enums import Purpose
from foundation.consents.policies import brings_a_session
from foundation.consents.selectors import Letter
from foundation.consents.services import answer, open_link
from foundation.kernel import codes
from foundation.kernel.errors import Problem, TooMany
from foundation.kernel.language import LANGUAGES, pick
from foundation.kernel.pages import page

FORM = "consents/consent.html"
CLOSED = "consents/closed.html"
ENTRY = "consents/entry.html"
LONGEST_CODE = 100
NO_CODE = _("This is no code of ours: it has twelve letters and digits. Please compare it with your sheet.")
YES_NO = {"yes": True, "no": False}
LONGEST = {"guardian_name": 200, "relationship": 80}


@csrf_exempt
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_page(request: HttpRequest) -> HttpResponse:
    """For whoever types the address that her sheet shows. Which codes there are is told by the page that it leads to, where
    guessing is slowed."""
    if request.method != "POST":
        return page(request, ENTRY)
    typed = request.POST.get("code", "")[:LONGEST_CODE]
    code = codes.normal_code(typed)
    if code is None:
        return page(request, ENTRY, {"code": typed, "fault": NO_CODE}, status=400)
    return _see_other(reverse("consent", args=[codes.shown_code(code)]), request.GET.get("lang", ""))


def _see_other(address: str, language: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{address}?lang={language}" if language in LANGUAGES else address)
    response.status_code = 303
    return response


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
    given = {name: rules.one_line(request.POST.get(name, ""))[:longest] for name, longest in LONGEST.items()}
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
        "unanswered": [asked for asked in letter.purposes if asked.key in letter.asked and asked.decision is None],
        "programme": pick(letter.programme),
        "signed_in": _signed_in(request),
    }


def _signed_in(request: HttpRequest) -> bool:
    return brings_a_session(request.user, request.headers)


def _refused(request: HttpRequest, template: str, problem: Problem, context: dict[str, Any]) -> HttpResponse:
    faults = [error.detail for error in problem.errors] or [problem.detail]
    response = page(request, template, context | {"title": problem.title, "faults": faults}, status=problem.status)
    if isinstance(problem, TooMany):
        response["Retry-After"] = str(problem.retry_after)
    return response


urlpatterns = [
    path("consent", entry_page, name="consent-entry"),
    path("consent/", entry_page),
    path("consent/<str:token>", consent_page, name="consent"),
]
