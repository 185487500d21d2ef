from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity
from mentoring.reviews.models.reviews import Review

MOST_UNSAVED = 20


class Unsaved(Entity):
    """What a mentor typed in a tab that was out of date: the review has something newer, and this is kept beside it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="unsaved", verbose_name=_("review"))
    typed = models.JSONField(_("what was typed"))

    class Meta:
        verbose_name = _("text kept beside a review")
        verbose_name_plural = _("texts kept beside reviews")

    def __str__(self) -> str:
        return str(self.id)
