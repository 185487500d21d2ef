"""The office's desk: each state's rule about vetting. The rest is looked at: who may mentor is said by role grants, who is
trusted by vettings, and both go through the services."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.readonly import ReadOnly
from mentoring.mentors.enums import EvidenceKind
from mentoring.mentors.models import Conflict, Mentor, Pause, Suspension, Vetting, VettingRule
from mentoring.mentors.services import set_vetting_rule


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    evidence = forms.MultipleChoiceField(
        choices=EvidenceKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=_("evidence that it asks for"),
    )


@admin.register(VettingRule)
class VettingRuleAdmin(ModelAdmin):
    form = RuleForm
    list_display = ["state", "months", "evidence"]
    list_select_related = ["state"]
    autocomplete_fields = ["state"]
    ordering = ["state__code"]

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return ("state",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: VettingRule, form: Any, change: bool) -> None:
        set_vetting_rule(actor=cast("User", request.user), rule=obj)


@admin.register(Mentor)
class MentorAdmin(ReadOnly, ModelAdmin):
    """A profile is the mentor's own words."""

    list_display = ("person", "languages", "states", "competences", "active")
    list_filter = ("active",)
    list_select_related = ("person",)
    search_fields = ("person__username", "person__name")


class OfMentor(ReadOnly, ModelAdmin):
    """What is noted of a mentor."""

    search_fields = ("mentor__person__username", "mentor__person__name")
    ordering = ("-id",)

    @admin.display(description=_("mentor"))
    def mentor_name(self, row: Any) -> str:
        return str(row.mentor.person.name)


@admin.register(Vetting)
class VettingAdmin(OfMentor):
    list_display = ("mentor_name", "state", "status", "expires_on", "decided_at", "decided_by")
    list_filter = ("status",)
    list_select_related = ("mentor__person", "state", "decided_by")


@admin.register(Suspension)
class SuspensionAdmin(OfMentor):
    list_display = ("mentor_name", "reason", "created_at", "suspended_by", "lifted_at")
    list_filter = ("reason",)
    list_select_related = ("mentor__person", "suspended_by")


@admin.register(Conflict)
class ConflictAdmin(OfMentor):
    list_display = ("mentor_name", "kind", "organisation", "family_name", "from_year", "until_year", "note", "ended_at")
    list_filter = ("kind",)
    list_select_related = ("mentor__person", "organisation")


@admin.register(Pause)
class PauseAdmin(OfMentor):
    list_display = ("mentor_name", "starts_on", "ends_on")
    list_select_related = ("mentor__person",)
