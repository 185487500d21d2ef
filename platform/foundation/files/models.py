from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.files.enums import FileStatus
from foundation.files.rules import place_of
from foundation.files.rules.scans import TRANSITIONS
from foundation.kernel.models import Entity
from foundation.kernel.moves import MovesOnly


def storage_path(file: "StoredFile", name: str) -> str:
    """By id alone: a name that somebody gave is never part of a path."""
    return place_of(file.pk)


class StoredFile(Entity):
    """A private file. `name` is what its owner called it, for showing; `media_type` is by the content; `sha256` is of what was
    sent, by which it is known when it comes again. One that is held is shown to the scanner when `scan_due_at` has come, and
    was so often (`scans`); `finding` is what that said last. Without `expires_at` it is kept as long as what it is for."""

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
    scan_due_at = models.DateTimeField(_("scan due at"), null=True, blank=True)
    scans = models.PositiveIntegerField(_("scans"), default=0)
    finding = models.CharField(_("finding"), max_length=100, blank=True, default="")
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)

    def is_there(self, at: datetime) -> bool:
        """Whether it can be had."""
        return self.status == FileStatus.CLEAN and (self.expires_at is None or self.expires_at > at)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=FileStatus.HELD, scan_due_at__isnull=False)
                | (~Q(status=FileStatus.HELD) & Q(scan_due_at__isnull=True)),
                name="files_held_is_scanned",
            ),
            MovesOnly.of(TRANSITIONS, name="files_moves"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="files_expiry"),
            models.Index(fields=["scan_due_at"], condition=Q(status=FileStatus.HELD), name="files_held"),
        ]
