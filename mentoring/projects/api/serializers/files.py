from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.files.enums import FileStatus
from foundation.kernel.http import Input, Output
from foundation.kernel.urls import public_url
from mentoring.projects.api.serializers.calls import key_field
from mentoring.projects.selectors import name_of_file


class FileIn(Input):
    id = serializers.UUIDField(
        required=False, help_text=_("Made by the client: the same file sent again is kept once.")
    )
    question = key_field()
    file = serializers.FileField()


class ReplacementIn(Input):
    file = serializers.FileField()


class ProjectFileOut(Output):
    id = serializers.UUIDField()
    question = serializers.CharField()
    name = serializers.SerializerMethodField(help_text=_("As it was called, for who may know the team."))
    media_type = serializers.CharField(source="file.media_type")
    bytes = serializers.IntegerField(source="file.bytes")
    status = serializers.ChoiceField(source="file.status", choices=FileStatus.choices)
    replaced_at = serializers.DateTimeField(
        allow_null=True, help_text=_("When it took the place of one that was refused after it was handed in.")
    )
    url = serializers.SerializerMethodField(help_text=_("Null until it was found clean."))

    def get_name(self, file: Any) -> str:
        return name_of_file(file)

    def get_url(self, file: Any) -> str | None:
        clean = file.file.status == FileStatus.CLEAN
        return public_url(f"/api/v1/submissions/{file.submission}/files/{file.id}") if clean else None
