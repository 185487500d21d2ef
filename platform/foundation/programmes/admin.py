"""The office's own view. What has consequences (seats, moves, codes, roles) goes through the services; the rest is edited."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.errors import Invalid, Problem
from foundation.programmes import services
from foundation.programmes.errors import AlreadyGranted, SeatsBelowTaken
from foundation.programmes.models import Cohort, DayNotice, Membership, MemberState, Organisation, Programme, RoleGrant
from foundation.programmes.policies import as_rule, grants_of
from foundation.programmes.rules import fits
from foundation.programmes.services.deadlines import check_courses, check_deadlines, settled

Values = dict[str, Any]


def actor(request: HttpRequest) -> User:
    return cast("User", request.user)


def reference(value: Any) -> Any:
    """As the services name another row: a state by its code, the rest by id."""
    return value.code if isinstance(value, MemberState) else str(value.pk) if isinstance(value, Model) else value


class Kept(ModelAdmin):
    """Rows that others count on: nothing is deleted here."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Served(Kept):
    """Written by the services, and so audited and announced like everything else."""

    fixed: tuple[str, ...] = ()  # what can't be changed once it is there

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *(self.fixed if obj else ()))

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        values = {name: reference(value) for name, value in form.cleaned_data.items()}
        if change:
            self.write(actor(request), obj, {name: values[name] for name in form.changed_data})
        else:
            obj.pk = self.create(actor(request), values).pk

    def create(self, actor: User, values: Values) -> Model:
        raise NotImplementedError

    def write(self, actor: User, row: Model, changes: Values) -> None:
        raise NotImplementedError


@admin.register(MemberState)
class MemberStateAdmin(Kept):
    list_display = ["code", "__str__", "languages", "active"]
    list_filter = ["active"]
    search_fields = ["code"]
    ordering = ["code"]


@admin.register(DayNotice)
class DayNoticeAdmin(Served):
    list_display = ["state", "day", "is_working", "note"]
    list_select_related = ["state"]
    list_filter = ["is_working"]
    search_fields = ["state__code"]
    autocomplete_fields = ["state"]
    date_hierarchy = "day"
    ordering = ["-day"]
    fixed = ("state", "day")

    def create(self, actor: User, values: Values) -> DayNotice:
        return services.give_notice(actor=actor, code=values.pop("state"), **values)

    def write(self, actor: User, row: Model, changes: Values) -> None:
        notice = cast("DayNotice", row)
        said = {"is_working": notice.is_working, "note": notice.note, **changes}
        services.give_notice(actor=actor, code=notice.state.code, day=notice.day, **said)


@admin.register(Organisation)
class OrganisationAdmin(Served):
    list_display = ["slug", "__str__", "state", "kind"]
    list_filter = ["kind"]
    list_select_related = ["state"]
    search_fields = ["slug", "name"]
    autocomplete_fields = ["state"]
    ordering = ["slug"]
    fixed = ("slug", "state")

    def create(self, actor: User, values: Values) -> Organisation:
        return services.create_organisation(actor=actor, **values)

    def write(self, actor: User, row: Model, changes: Values) -> None:
        services.change_organisation(actor=actor, reference=str(row.pk), revision=None, changes=changes)


@admin.register(Programme)
class ProgrammeAdmin(Served):
    list_display = ["slug", "__str__", "starts_on", "ends_on"]
    search_fields = ["slug"]
    autocomplete_fields = ["follows"]
    ordering = ["-id"]
    fixed = ("slug", "follows")

    def create(self, actor: User, values: Values) -> Programme:
        return services.create_programme(actor=actor, **values)

    def write(self, actor: User, row: Model, changes: Values) -> None:
        services.change_programme(actor=actor, reference=str(row.pk), revision=None, changes=changes)


class CohortForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_seats(self) -> int:
        seats: int = self.cleaned_data["seats"]
        if seats < self.instance.seats_taken:
            raise ValidationError(SeatsBelowTaken.detail)
        return seats

    def clean(self) -> Values:
        """The deadlines that stay have to fit; they are set through the API."""
        values: Values = super().clean() or {}
        if {"starts_on", "ends_on", "courses"} <= values.keys():
            known = {name: values[name] for name in ("starts_on", "ends_on", "courses")}
            try:
                check_courses(known["courses"])
                check_deadlines(Cohort(**known, deadlines=settled(self.instance, known)["deadlines"]))
            except Invalid as refusal:
                raise ValidationError([str(error.detail) for error in refusal.errors]) from None
        return values


@admin.register(Cohort)
class CohortAdmin(Served):
    form = CohortForm
    list_display = ["name", "programme", "organisation", "starts_on", "ends_on", "seats_taken", "seats"]
    list_select_related = ["programme", "organisation"]
    list_filter = ["programme"]
    search_fields = ["name"]
    autocomplete_fields = ["programme", "organisation"]
    readonly_fields = ("seats_taken", "deadlines")
    ordering = ["-id"]
    fixed = ("programme", "organisation")

    def create(self, actor: User, values: Values) -> Cohort:
        return services.create_cohort(actor=actor, **values)

    def write(self, actor: User, row: Model, changes: Values) -> None:
        services.change_cohort(actor=actor, cohort_id=row.pk, revision=None, changes=changes)


@admin.register(Membership)
class MembershipAdmin(Kept):
    list_display = ["person", "cohort", "organisation", "group", "learner_number", "status"]
    list_select_related = ["person", "cohort", "organisation"]
    list_filter = ["status"]
    search_fields = ["person__name", "person__username", "learner_number"]
    readonly_fields = [field.name for field in Membership._meta.fields]
    ordering = ["-id"]
    actions = ["withdraw"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=_("Withdraw from the cohort"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for row in queryset.order_by("cohort_id"):
            services.withdraw_member(actor=actor(request), cohort_id=row.cohort_id, membership_id=row.pk)


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> Values:
        """An organisation's grant is also its state's; the role has to fit the place."""
        values: Values = super().clean() or {}
        if organisation := values.get("organisation"):
            values["state"] = organisation.state
        if "role" in values and not fits(as_rule(RoleGrant(**values))):
            raise ValidationError(_("This role can't hold there."))
        if {"role", "person"} <= values.keys() and as_rule(RoleGrant(**values)) in grants_of(values["person"]):
            raise ValidationError(AlreadyGranted.detail)
        return values


@admin.register(RoleGrant)
class RoleGrantAdmin(Served):
    form = GrantForm
    list_display = ["person", "role", "state", "organisation", "created_at", "revoked_at"]
    list_select_related = ["person", "state", "organisation"]
    list_filter = ["role"]
    search_fields = ["person__name", "person__username"]
    fields = ["person", "role", "state", "organisation"]
    autocomplete_fields = ["person", "state", "organisation"]
    ordering = ["-id"]
    actions = ["revoke"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def create(self, actor: User, values: Values) -> RoleGrant:
        return services.give_role(actor=actor, user=values.pop("person"), **values)

    @admin.action(description=_("Take these roles back"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        for row in queryset.filter(revoked_at=None):
            try:
                services.revoke_grant(actor=actor(request), grant_id=row.pk)
            except Problem as refusal:
                self.message_user(request, str(refusal.detail), messages.ERROR)
