from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.kernel.http import Input, Output
from foundation.kernel.language import Language
from foundation.notifications import notices
from foundation.notifications.enums import Kind
from foundation.notifications.models import Notification

MOST_IDS = 100


class NotificationsQuery(Input):
    unread = serializers.BooleanField(required=False, help_text=_("Only those not read yet, or only those read."))


class SubjectOut(Output):
    type = serializers.CharField()
    id = serializers.UUIDField()


class NotificationOut(Output):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    body = serializers.CharField()
    url = serializers.CharField()
    language = serializers.ChoiceField(choices=Language.choices)
    subject = SubjectOut()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Notification) -> dict[str, Any]:
        subject = {"type": instance.subject_type, "id": instance.subject_id}
        words = asdict(notices.render(instance.kind, instance.params))
        own = {name: getattr(instance, name) for name in ("id", "kind", "created_at", "read_at")}
        return super().to_representation({**own, **words, "subject": subject})


class ReadIn(Input):
    ids = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_IDS, required=False, help_text=_("These notices.")
    )
    up_to = serializers.UUIDField(required=False, help_text=_("This notice and all before it."))
    all = serializers.BooleanField(required=False, help_text=_("All notices."))


class ReadOut(Output):
    unread = serializers.IntegerField(help_text=_("How many are left unread."))
