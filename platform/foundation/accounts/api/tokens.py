"""What an access token says: whose it is, which session it belongs to, and two marks that make it cheap to check."""

from dataclasses import dataclass
from functools import lru_cache
from time import time
from typing import Any
from uuid import UUID

import jwt
from allauth.core.internal.httpkit import authenticated_user
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from foundation.accounts.errors import TokenExpired, TokenInvalid
from foundation.accounts.models import User
from foundation.accounts.selectors import passed_second_factor

PASSWORD_MARK = "pwd"  # noqa: S105
SECOND_FACTOR = "mfa"
ACCESS = "access"


@dataclass(frozen=True, slots=True)
class AccessToken:
    person_id: UUID
    session_key: str
    password_mark: str
    second_factor: bool
    expires_at: float


class TokenStrategy(JWTTokenStrategy):  # type: ignore[misc]
    """allauth's tokens with two marks of ours: a password's fingerprint (a new password ends old tokens at once) and
    whether this session has passed a second factor."""

    def create_access_token(self, request: HttpRequest) -> str:
        return access_token(authenticated_user(request), request.session)

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """Leaves the session as it is: nothing to write, so a sign-out at the same moment stays one."""
        found = internal.validate_refresh_token(refresh_token)
        return (access_token(found[0], found[1]), refresh_token) if found else None


def access_token(person: User, session: SessionBase) -> str:
    claims = {PASSWORD_MARK: password_mark(person), SECOND_FACTOR: passed_second_factor(person, session)}
    token: str = internal.create_access_token(person, session, claims)
    return token


def password_mark(person: User) -> str:
    return person.get_session_auth_hash()[:16]


def read(token: str) -> AccessToken:
    """The token's claims once its signature and times hold; says nothing yet about session and person."""
    found = _checked(token, settings.SECRET_KEY)
    if found.expires_at <= time():
        raise TokenExpired
    return found


@lru_cache(maxsize=4096)
def _checked(token: str, key: str) -> AccessToken:
    """A phone sends the same token for a quarter of an hour: its signature is checked once a process, its end each time."""
    try:
        claims = jwt.decode(
            token,
            key=key,
            algorithms=[settings.HEADLESS_JWT_ALGORITHM],
            options={"require": ["exp", "iat", "sub", "sid", "token_use"]},
        )
    except jwt.ExpiredSignatureError:
        raise TokenExpired from None
    except jwt.InvalidTokenError:
        raise TokenInvalid from None
    return _access_token(claims)


def _access_token(claims: dict[str, Any]) -> AccessToken:
    session_key = internal.session_key_from_sid(str(claims["sid"]))
    if claims["token_use"] != ACCESS or not session_key:
        raise TokenInvalid
    try:
        person_id = UUID(claims["sub"])
    except ValueError:
        raise TokenInvalid from None
    return AccessToken(
        person_id, session_key, str(claims.get(PASSWORD_MARK)), claims.get(SECOND_FACTOR) is True, float(claims["exp"])
    )
