"""Signing in to the admin: the same counting of guesses and the same second factor as everywhere."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from foundation.accounts.models import User
from foundation.accounts.selectors import passed_second_factor
from foundation.kernel.errors import TooMany


class SignIn(AuthenticationForm):
    code = forms.CharField(
        label=_("Code of your second factor"),
        help_text=_("Only if you have set one up."),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        person = self._person()
        self.confirm_login_allowed(person)
        self._check_second_factor(person)
        self.user_cache = person
        return dict(self.cleaned_data)

    def _person(self) -> User:
        username, password = self.cleaned_data.get("username", ""), self.cleaned_data.get("password", "")
        try:
            person: User | None = get_adapter().authenticate(self.request, username=username, password=password)
        except TooMany as refusal:
            raise ValidationError(refusal.detail, code=refusal.code) from None
        if person is None:
            raise self.get_invalid_login_error()
        return person

    def _check_second_factor(self, person: User) -> None:
        if is_mfa_enabled(person):
            form = AuthenticateForm({"code": self.cleaned_data.get("code", "")}, user=person)
            if not form.is_valid():
                raise ValidationError(
                    _("This code is not right. Codes change every 30 seconds."), code="incorrect_code"
                )
            form.save()
        elif settings.REQUIRE_SECOND_FACTOR:
            raise ValidationError(_("Set up a second factor in your app first."), code="second_factor_required")


def may_enter(request: HttpRequest) -> bool:
    person = request.user
    if not (isinstance(person, User) and person.is_active and person.is_staff):
        return False
    return not settings.REQUIRE_SECOND_FACTOR or passed_second_factor(person, request.session)


admin.site.login_form = SignIn
admin.site.login_template = "accounts/admin_sign_in.html"
admin.site.has_permission = may_enter  # type: ignore[method-assign]
