from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from foundation.kernel.language import Language
from mentoring.projects.api.serializers.calls import sdgs_field
from mentoring.projects.enums import ProjectStatus


class ProjectIn(Input):
    id = serializers.UUIDField(required=False)
    call = serializers.UUIDField()
    title = Text(max_length=200)
    problem = Text(max_length=5000, allow_blank=True, default="")
    idea = Text(max_length=5000, allow_blank=True, default="")
    users = Text(max_length=5000, allow_blank=True, default="", help_text="For whom it is.")
    language = serializers.ChoiceField(choices=Language.choices)
    sdgs = sdgs_field(default=list)
    cohort = serializers.UUIDField(
        required=False, help_text="Of mine: from there others may join. Where I am in several."
    )


class ProjectPatch(Input):
    ignored = ("id", "call", "stage", "status", "created_at", "waits_since")

    title = Text(max_length=200, required=False)
    problem = Text(max_length=5000, allow_blank=True, required=False)
    idea = Text(max_length=5000, allow_blank=True, required=False)
    users = Text(max_length=5000, allow_blank=True, required=False)
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    sdgs = sdgs_field(required=False)


class ProjectsQuery(Input):
    call = serializers.UUIDField(required=False)
    status = serializers.ChoiceField(choices=ProjectStatus.choices, required=False)
    overdue = serializers.BooleanField(
        default=False, help_text="True: for staff, those where somebody has been waited for too long."
    )


class ProjectOut(Output):
    id = serializers.UUIDField()
    call = serializers.UUIDField(source="call_id")
    title = serializers.CharField()
    problem = serializers.CharField()
    idea = serializers.CharField()
    users = serializers.CharField()
    language = serializers.ChoiceField(choices=Language.choices)
    stage = serializers.CharField()
    status = serializers.ChoiceField(choices=ProjectStatus.choices)
    sdgs = sdgs_field()
    created_at = serializers.DateTimeField()
    waits_since = serializers.DateField(default=None, allow_null=True, help_text="Told with `overdue=true`.")
