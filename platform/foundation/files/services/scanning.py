"""Files that others are to have are held until a scanner has found them clean: marked, looked at outside any transaction, and
marked again. A scanner out of reach keeps them held, however long."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from foundation.files.enums import FileMove, FileStatus
from foundation.files.models import StoredFile
from foundation.files.rules.scans import LEASE, TRANSITIONS, wait_after
from foundation.kernel.clock import now
from foundation.outbox import ask, publish
from foundation.outbox.events.foundation import FileRefused


def hold(file: StoredFile) -> None:
    """Where a scanner was declined, being of a kind that is taken is enough."""
    if settings.CLAMAV_URL:
        file.status, file.scan_due_at = FileStatus.HELD, now()


def ask_for_scan(file: StoredFile) -> None:
    if file.status == FileStatus.HELD:
        ask("files.scan", file_id=file.pk)


@transaction.atomic
def claim_scans(*, at: datetime, limit: int, file_id: UUID | None = None) -> list[StoredFile]:
    """Those whose turn it is, the longest waiting first; nobody else gets them while they may be under the scanner."""
    due = StoredFile.objects.filter(status=FileStatus.HELD, scan_due_at__lte=at).order_by("scan_due_at")
    due = due.filter(pk=file_id) if file_id else due
    files = list(due.select_for_update(no_key=True, skip_locked=True)[:limit])
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(
        scan_due_at=at + LEASE, scans=F("scans") + 1, finding=""
    )
    for file in files:
        file.scans += 1
    return files


@transaction.atomic
def mark_scanned(*, file: StoredFile, finding: str | None) -> bool:
    """Clean, unless something was found: then its content is deleted, and whom it was for hears of it. False when somebody
    else has marked it."""
    status = TRANSITIONS[FileStatus.HELD, FileMove.REFUSE if finding else FileMove.CLEAR]
    held = StoredFile.objects.filter(pk=file.pk, status=FileStatus.HELD)
    marked = held.update(status=status, scan_due_at=None, finding=(finding or "")[:100])
    if marked and finding:
        transaction.on_commit(partial(file.content.storage.delete, str(file.content.name)))
        publish(FileRefused(file_id=file.pk, purpose=file.purpose))
    return bool(marked)


def mark_unscanned(*, file: StoredFile, error: str, at: datetime) -> None:
    """It stays held, and is tried again after longer and longer pauses."""
    held = StoredFile.objects.filter(pk=file.pk, status=FileStatus.HELD)
    held.update(scan_due_at=at + wait_after(file.scans), finding=error[:100])
