from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity
from mentoring.mentors.models import Mentor
from mentoring.projects.models import Submission

MOST_SNOOZES = 2


class Snooze(Entity):
    """A mentor puts off what waits, until that day. `waits_on` is since when the mentor was waited for, if they were."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+", verbose_name=_("submission"))
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="+", db_index=False, verbose_name=_("mentor"))
    number = models.PositiveSmallIntegerField(editable=False)
    until_on = models.DateField(_("until"))
    waits_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("putting off")
        verbose_name_plural = _("puttings off")
        constraints = [
            models.UniqueConstraint(fields=["mentor", "submission", "number"], name="reviews_snooze_number"),
            models.CheckConstraint(condition=Q(number__range=(1, MOST_SNOOZES)), name="reviews_snoozes"),
        ]

    def __str__(self) -> str:
        return str(self.id)
