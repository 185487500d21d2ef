from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.headless import app_settings
from allauth.headless.adapter import get_adapter
from allauth.headless.internal.sessionkit import new_session
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from foundation.accounts.models import User


def forget_expired(*, now: datetime) -> int:
    """Sessions that have run out; nobody asks for them again."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def end_sessions(*, person_id: UUID, now: datetime) -> None:
    """Whatever the person is signed in with holds no longer, from the next request on. She may sign in again."""
    User.objects.filter(pk=person_id).update(signed_out_at=now)


def sign_in(*, person: User) -> dict[str, Any]:
    """A session and its tokens for an app, in the shape of allauth's own answer to a sign-in.

    For someone who has just proven who she is in another way than by a password: with an invitation's code.
    """
    request = HttpRequest()
    request.session = new_session()
    request.user = AnonymousUser()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, method="claim")
    request.session.save()
    strategy = app_settings.TOKEN_STRATEGY
    tokens = strategy.create_access_token_payload(request)
    request.session.save()
    return {
        "status": 200,
        "data": {
            "user": get_adapter().serialize_user(person),
            "methods": get_authentication_records(request, person),
        },
        "meta": {"is_authenticated": True, "session_token": request.session.session_key, **tokens},
    }
