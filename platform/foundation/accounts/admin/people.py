from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts import services
from foundation.accounts.models import User

EDITABLE = ("name", "name_latin", "phone", "email", "gender", "birth_date", "language", "time_zone", "country")

# registered by others: an address would be edited past its checks, a secret shown, a group do nothing
for model in (EmailAddress, Authenticator, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class PersonAdmin(ModelAdmin):
    list_display = ("username", "name", "country", "is_staff", "is_active", "claimed_at")
    list_filter = ("is_staff", "is_active", "language")
    search_fields = ("username", "name", "name_latin", "email")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("close_accounts", "open_accounts", "reset_second_factors")
    fields = ("username", *EDITABLE, "is_active", "is_staff", "claimed_at", "last_login", "created_at")
    readonly_fields = ("username", "is_active", "is_staff", "claimed_at", "last_login", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People come by invitation or sign up."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool) -> None:
        changes = {field: form.cleaned_data[field] for field in form.changed_data}
        services.correct_person(actor=_actor(request), person_id=obj.pk, changes=changes)

    @admin.action(description=_("Close these accounts"))
    def close_accounts(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._set_active(request, people, is_active=False)

    @admin.action(description=_("Open these accounts again"))
    def open_accounts(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._set_active(request, people, is_active=True)

    @admin.action(description=_("Remove their second factors (lost phones)"))
    def reset_second_factors(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            services.reset_second_factor(actor=_actor(request), person_id=person.pk)

    def _set_active(self, request: HttpRequest, people: QuerySet[User], *, is_active: bool) -> None:
        with transaction.atomic():
            for person in people:
                services.set_active(actor=_actor(request), person_id=person.pk, is_active=is_active)


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user
