"""Where the short code beside the QR is typed."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from foundation.kernel.errors import TooMany
from foundation.kernel.pages import page
from foundation.kernel.throttling import Limit, network_of
from outcomes.credentials.selectors import Confirmation, credential_by_code

FORM = "credentials/verify.html"
# Wrong codes alone are counted: a ministry may check as many true ones as it likes.
GUESSES = Limit("verify", 30, 600)
LONGEST = 64


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("code", "")[:LONGEST]
    if not typed.strip():
        return page(request, FORM, {"typed": ""})
    whose = network_of(request.META["REMOTE_ADDR"])
    try:
        GUESSES.check(whose)
        found = credential_by_code(typed)
        if found is not None:
            return page(request, "credentials/credential.html", {"shown": Confirmation(found, whole=False)})
        GUESSES.count(whose)
    except TooMany as problem:
        response = page(request, FORM, {"typed": typed, "wait": True}, status=problem.status)
        response["Retry-After"] = str(problem.retry_after)
        return response
    return page(request, FORM, {"typed": typed, "unknown": True}, status=404)


urlpatterns = [path("verify", verify, name="verify")]
