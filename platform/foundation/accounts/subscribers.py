"""What follows from a claimed account, and from what allauth has done."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import (
    email_changed,
    email_confirmed,
    email_removed,
    password_changed,
    password_set,
)
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.models import AnonymousUser
from django.dispatch import receiver
from django.http import HttpRequest

from foundation.accounts import services
from foundation.accounts.models import User
from foundation.outbox import subscribe
from foundation.outbox.events.foundation import InvitationClaimed


@subscribe(InvitationClaimed, queue="mail")
def ask_to_verify_address(event: InvitationClaimed) -> None:
    services.ask_to_verify(person_id=event.person_id)


@receiver([email_confirmed, email_changed])
def follow_main_address(
    email_address: EmailAddress | None = None, to_email_address: EmailAddress | None = None, **_: Any
) -> None:
    address = email_address or to_email_address
    if address is not None and address.primary and address.verified:
        services.follow_address(person_id=address.user_id, email=address.email)


@receiver(email_removed)
def forget_removed_address(user: User, email_address: EmailAddress, **_: Any) -> None:
    services.forget_address(person_id=user.id, email=email_address.email)


@receiver(authenticator_added)
def count_as_second_factor(request: HttpRequest, user: User, **_: Any) -> None:
    """Setting it up proves it: this session need not ask again."""
    record_authentication(request, user, "mfa")
    services.note_second_factor(person=user, has_one=True)
    _renew_tokens(request)


@receiver(authenticator_removed)
def note_removal(user: User, **_: Any) -> None:
    services.note_second_factor(person=user, has_one=False)


@receiver([password_changed, password_set])
def renew_after_password(request: HttpRequest, **_: Any) -> None:
    """The session got a new key: the app needs new tokens for it, or it would be signed out."""
    _renew_tokens(request)


def _renew_tokens(request: HttpRequest) -> None:
    """allauth hands out tokens when the person of a request changes; let it think so."""
    headless = getattr(getattr(request, "allauth", None), "headless", None)
    if headless is not None:
        headless._pre_user = AnonymousUser()
