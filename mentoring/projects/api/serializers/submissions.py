from typing import Any

from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from mentoring.projects.enums import SubmissionStatus


def answers_field(**options: Any) -> serializers.DictField:
    return serializers.DictField(child=Text(allow_blank=True, allow_null=True, max_length=10_000), **options)


class SubmissionIn(Input):
    id = serializers.UUIDField(required=False)
    answers = answers_field(default=dict)


class SubmissionPatch(Input):
    ignored = ("id", "project", "stage", "number", "status", "submitted_at")

    answers = answers_field(required=False)


class SubmissionOut(Output):
    id = serializers.UUIDField()
    project = serializers.UUIDField(source="project_id")
    stage = serializers.CharField()
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=SubmissionStatus.choices)
    answers = serializers.DictField(child=serializers.CharField())
    submitted_at = serializers.DateTimeField(allow_null=True)
