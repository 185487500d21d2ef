from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.kernel.language import pick
from foundation.kernel.models import Entity, Revised, TextsField
from foundation.kernel.moves import MovesOnly
from foundation.programmes.models import Programme
from mentoring.projects.enums import CallStatus
from mentoring.projects.rules import CALL_TRANSITIONS


class Call(Entity, Revised):
    """An invitation to build something. Without a programme it is for everybody. `stages` and `rubric` have the shapes
    of `rules.Stage` and `rules.Rubric` and stay as they are once projects have begun."""

    title = TextsField(_("title"))
    status = models.CharField(_("status"), max_length=10, choices=CallStatus.choices, default=CallStatus.OPEN)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    stages = models.JSONField(_("stages"))
    rubric = models.JSONField(_("rubric"))
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("SDGs"))
    several_projects = models.BooleanField(_("several projects each"), default=False)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [MovesOnly.of(CALL_TRANSITIONS, name="projects_call_moves")]

    def __str__(self) -> str:
        return pick(self.title)
