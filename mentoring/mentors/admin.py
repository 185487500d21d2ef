"""The office's desk: each state's rule about vetting. The rest is looked at; what is decided or stopped here goes through the
services, row by row, and what they refuse is said."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.errors import Problem
from foundation.kernel.readonly import ReadOnly
from mentoring.mentors import services
from mentoring.mentors.enums import EvidenceKind, SuspensionReason, VettingMove, VettingReason
from mentoring.mentors.models import Conflict, Mentor, Pause, Suspension, Vetting, VettingRule


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
        services.set_vetting_rule(actor=_actor(request), rule=obj)


class Deciding(ReadOnly, ModelAdmin):
    def each(self, request: HttpRequest, rows: Iterable[Any], deed: Callable[..., object], **given: Any) -> None:
        for row in rows:
            try:
                deed(actor=_actor(request), now=now(), **{self.named: row.pk}, **given)
            except Problem as refusal:
                self.message_user(request, f"{row}: {refusal.detail}", messages.ERROR)

    named = ""  # what the services call a row's id


def _actor(request: HttpRequest) -> User:
    return cast("User", request.user)


@admin.register(Mentor)
class MentorAdmin(Deciding):
    """A profile is the mentor's own words."""

    list_display = ("person", "languages", "states", "competences", "active")
    list_filter = ("active",)
    list_select_related = ("person",)
    search_fields = ("person__username", "person__name")
    actions = ("suspend", "lift")
    named = "mentor_id"

    @admin.action(description=_("Keep these mentors away from young people, at once"))
    def suspend(self, request: HttpRequest, queryset: QuerySet[Mentor]) -> None:
        self.each(request, queryset, services.suspend, reason=SuspensionReason.OTHER)

    @admin.action(description=_("Lift their suspensions"))
    def lift(self, request: HttpRequest, queryset: QuerySet[Mentor]) -> None:
        self.each(request, queryset, services.lift_suspension)


class OfMentor(Deciding):
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
    actions = ("approve", "refuse", "revoke")
    named = "vetting_id"

    @admin.action(description=_("Grant them: what was asked for is here, or was seen on paper"))
    def approve(self, request: HttpRequest, queryset: QuerySet[Vetting]) -> None:
        for row in queryset:
            self.each(request, [row], services.decide_vetting, move=VettingMove.APPROVE, seen=row.wanted)

    @admin.action(description=_("Refuse them: evidence is missing or can't be read"))
    def refuse(self, request: HttpRequest, queryset: QuerySet[Vetting]) -> None:
        given = {"move": VettingMove.REFUSE, "reason": VettingReason.INCOMPLETE}
        self.each(request, queryset, services.decide_vetting, **given)

    @admin.action(description=_("Take them back: the state's conditions are not met"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Vetting]) -> None:
        self.each(request, queryset, services.revoke_vetting, reason=VettingReason.NOT_MET)


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
