"""Where allauth asks us: our services write, our words are said, our pages are linked."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.headless.adapter import DefaultHeadlessAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest

from foundation.accounts import notices, rules, services
from foundation.accounts.api import guessing, vault
from foundation.accounts.api.words import MESSAGES
from foundation.accounts.errors import AccountClosed, EmailTaken, UsernameTaken
from foundation.accounts.models import User
from foundation.accounts.selectors import has_verified, person_by_username, sign_in_address
from foundation.accounts.services.accounts import USERNAME_FAULTS
from foundation.kernel.throttling import network_of
from foundation.kernel.urls import client_url, public_url


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | MESSAGES

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGN_UP

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        fields = ("username", "password", "name", "birth_date", "country", "language", "email")
        return services.sign_up(**{field: form.cleaned_data[field] for field in fields})

    def clean_username(self, username: str, shallow: bool = False) -> str:
        username = rules.normal_username(username)
        if fault := rules.username_fault(username):
            raise ValidationError(USERNAME_FAULTS[fault], code=fault)
        if not shallow and person_by_username(username):
            raise ValidationError(UsernameTaken.detail, code=UsernameTaken.code)
        return username

    def set_password(self, user: User, password: str) -> None:
        services.set_password(person=user, password=password)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Two people may confirm one address at once: the unique constraint decides."""
        try:
            with transaction.atomic():
                confirmed: bool = super().confirm_email(request, email_address)
        except IntegrityError:
            raise EmailTaken from None
        return confirmed

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        guessing.check(_login(credentials), self.get_client_ip(request))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        guessing.count(_login(credentials), self.get_client_ip(request))

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> None:
        if not user.is_active:
            raise AccountClosed

    def get_client_ip(self, request: HttpRequest) -> str:
        """For counting alone: whoever has an IPv6 network can't get past a limit by changing the address within it. The first
        middleware has settled who is calling, behind proxies too."""
        return network_of(request.META["REMOTE_ADDR"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        notices.compose(template_prefix, to=email, person=context["user"], facts=context).send()

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        if has_verified(user, email):
            self.send_mail("account/email/password_reset_key", email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        address = email if email and has_verified(user, email) else sign_in_address(user)
        if address:
            self.send_mail(template_prefix, address, {**(context or {}), "user": user})

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No page of ours shows Django's messages."""

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Our counters age by themselves."""


class HeadlessAdapter(DefaultHeadlessAdapter):  # type: ignore[misc]
    PAGES = {"account_confirm_email": "verify_email", "account_reset_password_from_key": "reset"}

    def get_frontend_url(self, urlname: str, **kwargs: str) -> str:
        return client_url(self.PAGES[urlname], None, **kwargs) if urlname in self.PAGES else public_url("/")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | MESSAGES

    def encrypt(self, text: str) -> str:
        return vault.lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unlock(encrypted_text)


def _login(credentials: dict[str, Any]) -> str:
    return rules.normal_username(str(credentials.get("email") or credentials.get("username") or "")).lower()
