"""What teams say is theirs; the office looks, takes down what must not be shown, and puts it up again."""

from collections.abc import Callable, Iterable
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.errors import Problem
from foundation.kernel.readonly import ReadOnly
from mentoring.showcase import services
from mentoring.showcase.enums import TakedownReason
from mentoring.showcase.models import Showing, Takedown


class Deciding(ReadOnly, ModelAdmin):
    list_select_related: tuple[str, ...] = ("project",)
    search_fields = ("project__title",)
    ordering = ("-id",)

    def each(self, request: HttpRequest, rows: QuerySet[Any], deed: Callable[..., object], **given: Any) -> None:
        projects: Iterable[UUID] = rows.order_by().values_list("project_id", flat=True).distinct()
        for project_id in projects:
            try:
                deed(actor=cast("User", request.user), project_id=project_id, **given)
            except Problem as refusal:
                self.message_user(request, f"{project_id}: {refusal.detail}", messages.ERROR)


@admin.register(Showing)
class ShowingAdmin(Deciding):
    list_display = ("project", "person", "show", "name")
    list_filter = ("show", "name")
    list_select_related = ("project", "person")
    actions = ("take_down",)

    @admin.action(description=_("Take these projects down from the showcase, at once"))
    def take_down(self, request: HttpRequest, queryset: QuerySet[Showing]) -> None:
        self.each(request, queryset, services.take_down, reason=TakedownReason.OTHER)


@admin.register(Takedown)
class TakedownAdmin(Deciding):
    list_display = ("project", "reason", "created_at", "taken_down_by", "lifted_at")
    list_filter = ("reason",)
    list_select_related = ("project", "taken_down_by")
    actions = ("lift",)

    @admin.action(description=_("Let these projects be shown again, if their teams still want it"))
    def lift(self, request: HttpRequest, queryset: QuerySet[Takedown]) -> None:
        self.each(request, queryset, services.lift_takedown, now=now())
