from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.readonly import ReadOnly
from foundation.notifications import services
from foundation.notifications.models import Mail


@admin.register(Mail)
class MailAdmin(ReadOnly, ModelAdmin):
    """Where a mail is, and a second chance for one that failed. Its words stay closed: a link in them may open a door."""

    list_display = ("created_at", "to", "subject", "status", "attempts", "due_at", "sent_at", "error")
    list_filter = ("status", "language")
    ordering = ("-id",)
    fields = (
        "created_at",
        "to",
        "language",
        "subject",
        "status",
        "attempts",
        "due_at",
        "sent_at",
        "error",
        "message_id",
    )
    readonly_fields = fields
    show_full_result_count = False
    actions = ("try_again",)

    @admin.action(description=_("Try again"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Mail]) -> None:
        chosen = list(queryset.values_list("pk", flat=True))
        count = services.try_again(actor=cast("User", request.user), mail_ids=chosen, now=clock.now())
        words = ngettext("%(count)d mail will be sent again.", "%(count)d mails will be sent again.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
