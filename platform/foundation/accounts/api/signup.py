from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.accounts import rules
from foundation.accounts.enums import COUNTRIES
from foundation.accounts.errors import UnderAge
from foundation.accounts.models import User
from foundation.kernel.ages import is_adult
from foundation.kernel.clock import today
from foundation.kernel.language import Language


class SignUpForm(forms.Form):
    """What a sign-up takes besides allauth's own fields. Written by `AccountAdapter.save_user`."""

    name = forms.CharField(max_length=200)
    birth_date = forms.DateField(input_formats=["%Y-%m-%d"])
    country = forms.CharField()
    language = forms.ChoiceField(choices=Language.choices)

    def clean_birth_date(self) -> Any:
        birth_date = self.cleaned_data["birth_date"]
        if not rules.is_plausible(birth_date, today()):
            raise ValidationError(_("Please check the birth date."), code="invalid")
        if not is_adult(birth_date, today()):
            raise ValidationError(UnderAge.detail, code=UnderAge.code)
        return birth_date

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        if country not in COUNTRIES:
            raise ValidationError(_("Give the country's two-letter code, for example MA."), code="invalid")
        return country

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for this hook; all is written by then."""
