"""The office's desk: each state's rule, and what each state lacks to be open to minors. Answers are looked at."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.models import Answer, Consent, StateReadiness, StateRule
from foundation.consents.selectors import lacks_of, states_with_readiness
from foundation.consents.services import set_rule
from foundation.kernel.readonly import ReadOnly


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    guardian_purposes = forms.MultipleChoiceField(
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=_("what a guardian decides about"),
    )


@admin.register(StateRule)
class StateRuleAdmin(ModelAdmin):
    form = RuleForm
    list_display = ["state", "consent_age", "renew_months", "source", "decided_on"]
    list_select_related = ["state"]
    autocomplete_fields = ["state"]
    ordering = ["state__code"]

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return ("state",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: StateRule, form: Any, change: bool) -> None:
        set_rule(actor=cast("User", request.user), rule=obj)


@admin.register(StateReadiness)
class StateReadinessAdmin(ReadOnly, ModelAdmin):
    list_display = ["code", "__str__", "open_to_minors", "lacks"]
    list_display_links = None
    list_filter = ["active"]
    search_fields = ["code"]
    ordering = ["code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StateReadiness]:
        return states_with_readiness()

    @admin.display(description=_("open to minors"), boolean=True)
    def open_to_minors(self, state: Any) -> bool:
        return not lacks_of(state)

    @admin.display(description=_("what it lacks"))
    def lacks(self, state: Any) -> str:
        return ", ".join(str(lack.label) for lack in lacks_of(state))


@admin.register(Answer)
class AnswerAdmin(ReadOnly, ModelAdmin):
    list_display = ["decided_at", "person", "guardian_name", "relationship", "method", "actor"]
    list_select_related = ["person", "actor"]
    list_filter = ["method"]
    search_fields = ["person__name", "person__username", "guardian_name"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(Consent)
class ConsentAdmin(ReadOnly, ModelAdmin):
    list_display = ["person", "purpose", "granted", "version", "valid_until", "superseded_at"]
    list_select_related = ["person"]
    list_filter = ["purpose", "granted"]
    search_fields = ["person__name", "person__username"]
    ordering = ["-id"]
    show_full_result_count = False
