from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.rules import MOST_FILES

ANSWER_SCHEMA = {
    "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string", "format": "uuid"}}],
    "description": "A text, a link, or the ids of files.",
}


@extend_schema_field({**ANSWER_SCHEMA, "oneOf": [{"type": "string", "maxLength": 10_000}, ANSWER_SCHEMA["oneOf"][1]]})
class AnswerIn(Text):
    """A text, or a list of the ids of files."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list):
            return super().to_internal_value(data)
        ids = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_FILES)
        return list(map(str, ids.run_validation(data)))

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            super().run_validators(value)


@extend_schema_field(ANSWER_SCHEMA)
class AnswerOut(serializers.Field[Any, Any, Any, Any]):
    def to_representation(self, value: Any) -> Any:
        return value


def answers_field(**options: Any) -> serializers.DictField:
    return serializers.DictField(child=AnswerIn(allow_blank=True, allow_null=True, max_length=10_000), **options)


class SubmissionIn(Input):
    id = serializers.UUIDField(required=False)
    answers = answers_field(default=dict)


class SubmissionPatch(Input):
    ignored = ("id", "project", "stage", "number", "status", "submitted_at", "late")

    answers = answers_field(required=False)


class SubmissionOut(Output):
    id = serializers.UUIDField()
    project = serializers.UUIDField(source="project_id")
    stage = serializers.CharField()
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=SubmissionStatus.choices)
    answers = serializers.DictField(child=AnswerOut())
    submitted_at = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField(help_text=_("Handed in after it was due, while it was still taken."))
