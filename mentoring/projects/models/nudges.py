from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity
from mentoring.projects.enums import Awaited
from mentoring.projects.models.submissions import Submission


class Nudge(Entity):
    """Somebody who is waited for was reminded, once: `step` is how many working days had passed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="nudges", verbose_name=_("submission"))
    awaited = models.CharField(_("waited for"), max_length=10, choices=Awaited.choices)
    waits_on = models.DateField(_("since"))
    step = models.PositiveSmallIntegerField(_("working days"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["submission", "awaited", "waits_on", "step"], name="projects_nudged_once")
        ]

    def __str__(self) -> str:
        return str(self.id)
