from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from foundation.outbox.models import Delivery
from foundation.outbox.services import try_again


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [("stuck", _("given up")), ("pending", _("under way")), ("done", _("done"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        states = {
            "stuck": {"stuck_at__isnull": False},
            "pending": {"stuck_at__isnull": True, "done_at__isnull": True},
            "done": {"done_at__isnull": False},
        }
        return queryset.filter(**states.get(self.value() or "", {}))


@admin.register(Delivery)
class DeliveryAdmin(ModelAdmin):
    list_display = ["event_name", "subscriber", "attempts", "due_at", "stuck_at", "done_at"]
    list_filter = [StateFilter, "subscriber"]
    list_select_related = ["event"]
    readonly_fields = [field.name for field in Delivery._meta.fields]
    ordering = ["-stuck_at", "-id"]
    actions = ["try_again"]

    @admin.display(description=_("event"))
    def event_name(self, delivery: Delivery) -> str:
        return delivery.event.name

    @admin.action(description=_("Try again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        count = try_again(delivery_ids=list(queryset.values_list("id", flat=True)))
        words = ngettext("%(count)d delivery will be tried again.", "%(count)d deliveries will be tried again.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
