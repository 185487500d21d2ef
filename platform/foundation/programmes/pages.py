"""Where an invitation's card or letter leads: a form that works without script, cookie or account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foundation.kernel.errors import Problem, TooMany
from foundation.kernel.pages import page
from foundation.kernel.urls import client_url
from foundation.programmes.services import claim

FORM = "programmes/claim.html"
DONE = "programmes/claimed.html"
LONGEST = {"code": 100, "username": 200, "password": 200, "email": 254}


@csrf_exempt
@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_page(request: HttpRequest) -> HttpResponse:
    """The code is the proof, so no cookie is asked for; nobody is signed in by this page."""
    if request.method != "POST":
        return page(request, FORM, {"code": request.GET.get("code", "")[: LONGEST["code"]]})
    given = {name: request.POST.get(name, "")[:longest] for name, longest in LONGEST.items()}
    try:
        person = claim(
            code=given["code"],
            username=given["username"],
            password=given["password"],
            email=given["email"],
            address=request.META["REMOTE_ADDR"],
        )
    except Problem as problem:
        response = page(request, FORM, {**given, **_faults(problem)}, status=problem.status)
        if isinstance(problem, TooMany):
            response["Retry-After"] = str(problem.retry_after)
        return response
    return page(request, DONE, {"username": person.username, "home": client_url("home")})


def _faults(problem: Problem) -> dict[str, Any]:
    """By field, under the name of the input; in general where no field is to blame."""
    by_field: dict[str, list[Any]] = {}
    for error in problem.errors:
        by_field.setdefault(error.pointer.lstrip("/"), []).append(error.detail)
    general = None if by_field else problem.detail
    return {"faults": by_field, "fault": general, "suggestions": problem.extra.get("suggestions", [])}


urlpatterns = [path("claim", claim_page, name="claim")]
