from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity
from mentoring.projects.enums import Awaited
from mentoring.projects.models import Submission


class Forecast(Entity):
    """What a team was told of its place, as it was told; what happened says the submission. Of each the first is kept, by
    which the office sees how true such words are, and the latest."""

    waits_for: Awaited | None = None  # when it is told

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="+", db_index=False, verbose_name=_("submission")
    )
    is_first = models.BooleanField(editable=False)
    position = models.PositiveSmallIntegerField(_("position"), null=True)
    median_hours = models.FloatField(_("median wait in hours"), null=True)
    p90_hours = models.FloatField(_("what nine in ten wait at most, in hours"), null=True)
    answer_by = models.DateField(_("answer by"), null=True)

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        constraints = [models.UniqueConstraint(fields=["submission", "is_first"], name="reviews_told_first_and_latest")]
        indexes = [
            models.Index(fields=["created_at"], name="reviews_told_at"),
            models.Index(
                fields=["created_at"],
                include=["submission", "answer_by", "median_hours"],
                condition=Q(is_first=True),
                name="reviews_told_first",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
