"""The pages behind the links in our letters. The link is the proof, so they need no cookie, no script and no sign-in."""

from allauth.account.internal.flows.password_reset import finalize_password_reset, reset_password
from allauth.account.models import EmailConfirmationHMAC
from allauth.core import ratelimit
from allauth.headless.account.inputs import ResetPasswordInput, ResetPasswordKeyInput
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from foundation.accounts.errors import EmailTaken
from foundation.kernel.pages import page

RESET = "accounts/reset.html"
VERIFY = "accounts/verify_email.html"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, key: str) -> HttpResponse:
    if not ratelimit.consume(request, action="reset_password_from_key"):
        response = page(request, RESET, {"outcome": "wait"}, status=429)
        response["Retry-After"] = "60"  # the window of that limit
        return response
    link = ResetPasswordKeyInput({"key": key})
    if not link.is_valid():
        return page(request, RESET, {"outcome": "expired"}, status=404)
    if request.method != "POST":
        return page(request, RESET, {"username": link.user.username})
    form = ResetPasswordInput({"key": key, "password": request.POST.get("password", "")})
    if not form.is_valid():
        faults = form.errors.get("password", [])
        return page(request, RESET, {"username": link.user.username, "faults": faults}, status=400)
    reset_password(form.user, form.cleaned_data["password"])
    finalize_password_reset(request, form.user)
    return page(request, RESET, {"outcome": "done", "username": form.user.username})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify_email(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, POST does: programs that look into letters follow links."""
    link = EmailConfirmationHMAC.from_key(key)
    if link is None:
        return page(request, VERIFY, {"outcome": "expired"}, status=404)
    address = link.email_address
    context = {"email": address.email, "username": address.user.username}
    if request.method != "POST":
        return page(request, VERIFY, context)
    try:
        confirmed = link.confirm(request)
    except EmailTaken:
        confirmed = None
    if confirmed is None:
        return page(request, VERIFY, {**context, "outcome": "taken"}, status=409)
    return page(request, VERIFY, {**context, "outcome": "done"})


urlpatterns = [
    path("reset/<str:key>", reset, name="reset"),
    path("verify-email/<str:key>", verify_email, name="verify_email"),
]
