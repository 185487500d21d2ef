"""Who is asking: by an app's access token, or by a browser's cookie with CSRF."""

from secrets import compare_digest

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from foundation.accounts.api.tokens import AccessToken, password_mark, read
from foundation.accounts.errors import CsrfFailed, SecondFactorRequired, TokenInvalid
from foundation.accounts.models import User
from foundation.accounts.selectors import passed_second_factor, person_for_session
from foundation.kernel.errors import Problem


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>`: signature, then live session and active person in one query."""

    scheme = "bearer"

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.scheme:
            return None
        try:
            return _bearer(token.strip())
        except Problem:
            _nobody(request)
            raise

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="jisr"'


class BrowserAuthentication(SessionAuthentication):
    """The cookie of `/_allauth/browser/v1/`."""

    def authenticate(self, request: Request) -> tuple[User, SessionBase] | None:
        try:
            found = super().authenticate(request)
            if found is None:
                return None
            session: SessionBase = request._request.session
            _require_second_factor(found[0], passed_second_factor(found[0], session))
        except Problem:
            _nobody(request)
            raise
        return found[0], session

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise CsrfFailed from None

    def authenticate_header(self, request: Request) -> str:
        return TokenAuthentication().authenticate_header(request)


def _bearer(token: str) -> tuple[User, AccessToken]:
    claims = read(token)
    person = person_for_session(person_id=claims.person_id, session_key=claims.session_key)
    if person is None or not compare_digest(password_mark(person), claims.password_mark):
        raise TokenInvalid
    _require_second_factor(person, claims.second_factor)
    return person, claims


def _require_second_factor(person: User, passed: bool) -> None:
    if settings.REQUIRE_SECOND_FACTOR and person.is_staff and not passed:
        raise SecondFactorRequired


def _nobody(request: Request) -> None:
    """What REST framework does for its own exceptions: whoever renders the refusal must not ask again who it is."""
    request.user, request.auth = AnonymousUser(), None
