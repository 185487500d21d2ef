from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.batches.enums import LIVE, WAITING, BatchStatus
from foundation.kernel.clock import now
from foundation.kernel.models import Entity


class Batch(Entity):
    """One long job. `runner` is who may go on with it; `due_at` is when its lease ends and the sweep asks for another.
    `failures` and `starts` count exceptions and beginnings since the last progress."""

    kind = models.CharField(_("kind"), max_length=60)
    owner = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    subject_id = models.UUIDField(_("subject"), null=True, blank=True)
    params = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=BatchStatus, default=BatchStatus.QUEUED)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    problem = models.CharField(_("problem"), max_length=60, blank=True, default="")
    error = models.TextField(_("error"), blank=True, default="")
    failures = models.PositiveSmallIntegerField(_("failures"), default=0)
    starts = models.PositiveSmallIntegerField(_("starts"), default=0)
    runner = models.UUIDField(null=True, blank=True)
    due_at = models.DateTimeField(_("due at"), default=now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.CheckConstraint(
                name="batches_over_has_its_time",
                condition=Q(status__in=LIVE, finished_at__isnull=True)
                | (~Q(status__in=LIVE) & Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="batches_due", condition=Q(status__in=LIVE)),
            models.Index(fields=["finished_at"], name="batches_over", condition=Q(finished_at__isnull=False)),
        ]


class BatchRow(models.Model):
    """A row of a job that has no table of its own for them. `messages`: `[{code, field, read, expected}]`."""

    pk = models.CompositePrimaryKey("batch_id", "number")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    subject_id = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=30, blank=True, default=WAITING)
    messages = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        indexes = [models.Index(fields=["batch", "outcome", "number"], name="batches_row_outcome")]
