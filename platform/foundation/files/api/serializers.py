from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.files.enums import FileStatus
from foundation.files.models import StoredFile
from foundation.kernel.http import Output
from foundation.kernel.urls import public_url


class FileOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField(help_text=_("By what is in it, whatever its name says."))
    bytes = serializers.IntegerField()
    status = serializers.ChoiceField(choices=FileStatus.choices)
    url = serializers.URLField(
        allow_null=True, help_text=_("Where it can be had, for its owner; null while it can't be.")
    )
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True, help_text=_("Null: it is kept as long as what it is for."))

    def to_representation(self, instance: StoredFile) -> dict[str, Any]:
        names = ("id", "name", "media_type", "bytes", "status", "created_at", "expires_at")
        url = public_url(f"/api/v1/files/{instance.pk}/content") if instance.status == FileStatus.CLEAN else None
        return super().to_representation({name: getattr(instance, name) for name in names} | {"url": url})
