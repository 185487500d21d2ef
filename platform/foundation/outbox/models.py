from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.clock import now
from foundation.kernel.models import Entity


class EventRecord(Entity):
    """What happened, as it was published."""

    name = models.CharField(max_length=100)
    payload = models.JSONField()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")


class Delivery(Entity):
    """One event on its way to one subscriber. `due_at` is when the sweep may ask for it (again); `starts` are those of asks
    that were repeated."""

    event = models.ForeignKey(EventRecord, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(_("subscriber"), max_length=150)
    queue = models.CharField(max_length=30)
    due_at = models.DateTimeField(_("next try at"), default=now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    starts = models.PositiveSmallIntegerField(_("starts"), default=0)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    stuck_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True, default="")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_delivery_once")]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(done_at__isnull=True, stuck_at__isnull=True), name="outbox_delivery_due"
            ),
            models.Index(fields=["stuck_at"], condition=Q(stuck_at__isnull=False), name="outbox_delivery_stuck"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="outbox_delivery_done"),
        ]
