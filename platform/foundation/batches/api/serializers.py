from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.batches import services
from foundation.batches.enums import BatchStatus
from foundation.batches.models import Batch
from foundation.kernel.http import Input, MessageOut, Output, ProgressOut, Text


class BatchOut(Output):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    status = serializers.ChoiceField(choices=BatchStatus.choices)
    progress = ProgressOut()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text=_("How many rows had each outcome."))
    problem = serializers.CharField(help_text=_("Why it failed, as a code; empty where it did not."))
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Batch) -> dict[str, Any]:
        names = ("id", "kind", "status", "counts", "problem", "created_at", "finished_at")
        return super().to_representation({name: getattr(instance, name) for name in names} | {"progress": instance})


class RowsQuery(Input):
    outcome = Text(required=False, allow_blank=True, help_text=_("Rows with this outcome; empty: those still waiting."))


class BatchRowOut(Output):
    number = serializers.IntegerField()
    outcome = serializers.CharField()
    messages = MessageOut(many=True)

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        blank = {"field": "", "read": "", "expected": ""}
        kind = instance["batch_kind"]
        messages = [{**blank, **given, "detail": services.words_of(kind, given)} for given in instance["messages"]]
        return super().to_representation({**instance, "messages": messages})
