from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.files.enums import FileStatus
from foundation.files.rules import place_of
from foundation.kernel.models import Entity


def storage_path(file: "StoredFile", name: str) -> str:
    """By id alone: a name that somebody gave is never part of a path."""
    return place_of(file.pk)


class StoredFile(Entity):
    """A private file. `name` is what its owner called it, for showing; `media_type` is by the content."""

    owner = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    purpose = models.CharField(_("purpose"), max_length=40)
    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=100)
    bytes = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to=storage_path, max_length=100)
    status = models.CharField(_("status"), max_length=10, choices=FileStatus, default=FileStatus.CLEAN)
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["expires_at"], name="files_expiry")]
