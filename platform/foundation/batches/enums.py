from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchStatus(TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


LIVE = (BatchStatus.QUEUED, BatchStatus.RUNNING)
WAITING = ""  # the outcome of a row that nobody has come to yet
FAILED_ROW = "failed"  # the outcome of a row that a retry takes up again
