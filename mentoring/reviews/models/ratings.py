from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity
from mentoring.reviews.models.reviews import Review
from mentoring.reviews.rules.ratings import HELPFUL


class Rating(Entity):
    """How much a review helped one of the team."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="ratings", verbose_name=_("review"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("rated by"))
    helpful = models.PositiveSmallIntegerField(
        _("helpful"), validators=[MinValueValidator(HELPFUL[0]), MaxValueValidator(HELPFUL[1])]
    )
    words = models.CharField(_("words"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="reviews_one_rating_each"),
            models.CheckConstraint(condition=Q(helpful__range=HELPFUL), name="reviews_helpful_range"),
        ]

    def __str__(self) -> str:
        return str(self.id)
