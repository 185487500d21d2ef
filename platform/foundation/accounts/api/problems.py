"""Which problem each of allauth's refusals is."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.accounts.api.words import EXPIRED, WRONG
from foundation.accounts.errors import DoneSignInNext, TokenInvalid, TooManyGuesses, UnderAge
from foundation.kernel import errors
from foundation.kernel.errors import FieldError, Problem
from foundation.kernel.http.rendering import MalformedJSON

GUESSING = frozenset({"too_many_login_attempts", "rate_limited"})
LONGEST_WAIT = 300  # seconds; the windows of ACCOUNT_RATE_LIMITS


class WrongCredentials(errors.Invalid):
    code = "wrong_credentials"
    title = _("Signing in did not work")
    detail = WRONG


class NotSignedUp(UnderAge):
    status = 400


class LinkExpired(errors.Invalid):
    code = "link_expired"
    title = _("This link no longer works")
    detail = EXPIRED


class SignedOut(errors.Unauthenticated):
    code = "signed_out"
    title = _("You are signed out")
    detail = _("This session has ended.")


class SecondFactorPending(errors.Unauthenticated):
    code = "second_factor_pending"
    title = _("One more step")
    detail = _("Send a code of your second factor to `auth/2fa/authenticate` with this session's token.")


class PasswordAgain(errors.Unauthenticated):
    code = "reauthentication_required"
    title = _("Please give your password again")
    detail = _("This step asks for your password once more: send it to `auth/reauthenticate`.")


class NotSetUp(errors.NotFound):
    code = "not_set_up"
    title = _("Not set up yet")
    detail = _("There is none yet. `meta` holds what you need to set one up.")


class SignedInAlready(errors.Conflict):
    code = "signed_in_already"
    title = _("You are signed in already")
    detail = _("Sign out first, or go on as you are.")


BY_CODE: dict[str, type[Problem]] = {
    "username_password_mismatch": WrongCredentials,
    "email_password_mismatch": WrongCredentials,
    "under_age": NotSignedUp,
    "invalid_or_expired_key": LinkExpired,
    "invalid_password_reset": LinkExpired,
}
BY_STATUS: dict[int, type[Problem]] = {
    403: errors.Forbidden,
    404: NotSetUp,
    405: errors.MethodNotAllowed,
    409: errors.Conflict,
    410: TokenInvalid,
}


def of(request: HttpRequest, status: int, body: dict[str, Any]) -> Problem | None:
    """The problem, or None for an answer that is none of allauth's."""
    kept: dict[str, Any] = {name: body[name] for name in ("data", "meta") if name in body}
    if status == 429 or GUESSING & {error.get("code") for error in body.get("errors", ())}:
        return _too_many(kept)
    if status == 400:
        return _bad_request(request, body, kept)
    if status == 401:
        return _unauthenticated(request, body)(**kept)
    if status == 409 and request.path.endswith(("/auth/login", "/auth/signup")):
        return SignedInAlready(**kept)
    known = BY_STATUS.get(status)
    return known(**kept) if known and (body or status == 405) else None


def _too_many(kept: dict[str, Any]) -> Problem:
    problem = TooManyGuesses(retry_after=LONGEST_WAIT)
    problem.extra |= kept
    return problem


def _bad_request(request: HttpRequest, body: dict[str, Any], kept: dict[str, Any]) -> Problem:
    if not body:
        return MalformedJSON()
    faults = [_field_error(error) for error in body.get("errors", ())]
    if not faults and request.path.endswith("/tokens/refresh"):
        refusal = FieldError("/refresh_token", TokenInvalid.code, REFRESH)
        return RefreshRefused(errors=[refusal], **kept)
    kinds = {BY_CODE.get(fault.code, errors.Invalid) for fault in faults}
    kind = kinds.pop() if len(kinds) == 1 else errors.Invalid
    return kind(errors=faults, **kept)


REFRESH = _("This refresh token is not valid, or its session was signed out. Please sign in again.")


class RefreshRefused(errors.Invalid):
    code = "token_invalid"
    title = _("Please sign in")
    detail = REFRESH


def _field_error(error: dict[str, Any]) -> FieldError:
    pointer = f"/{error['param']}" if error.get("param") else ""
    return FieldError(pointer, error.get("code") or "invalid", error.get("message", ""))


def _unauthenticated(request: HttpRequest, body: dict[str, Any]) -> type[Problem]:
    if request.method == "DELETE" and request.path.endswith("/auth/session"):
        return SignedOut
    if request.method == "POST" and request.path.endswith(("/auth/password/reset", "/auth/email/verify")):
        return DoneSignInNext
    flows = {flow.get("id"): flow for flow in body.get("data", {}).get("flows", ())}
    if flows.get("mfa_authenticate", {}).get("is_pending"):
        return SecondFactorPending
    if flows.keys() & {"reauthenticate", "mfa_reauthenticate"}:
        return PasswordAgain
    return errors.Unauthenticated
