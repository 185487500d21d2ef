from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.language import pick
from foundation.kernel.models import Entity, Revised, TextsField
from foundation.kernel.moves import MovesOnly
from foundation.programmes.models import Programme
from mentoring.projects.enums import CallStatus
from mentoring.projects.rules import CALL_TRANSITIONS, LARGEST_TEAM


class Call(Entity, Revised):
    """An invitation to build something. Without a programme it is for everybody whom its `audience` has. `status` is the
    office's switch; while it is open the dates say when, in each learner's state. `stages`, `rubric` and `audience` have
    the shapes that `rules` say; the first two stay as they are once projects have begun."""

    title = TextsField(_("title"))
    summary = TextsField(_("summary"), blank=True, default=dict)
    status = models.CharField(_("status"), max_length=10, choices=CallStatus.choices, default=CallStatus.OPEN)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    audience = models.JSONField(_("audience"), blank=True, default=dict)
    stages = models.JSONField(_("stages"))
    rubric = models.JSONField(_("rubric"))
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("SDGs"))
    several_projects = models.BooleanField(_("several projects each"), default=False)
    team_min = models.PositiveSmallIntegerField(_("smallest team"), default=1)
    team_max = models.PositiveSmallIntegerField(_("largest team"), default=1)
    mixed_ages = models.BooleanField(_("minors and adults together"), default=False)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            MovesOnly.of(CALL_TRANSITIONS, name="projects_call_moves"),
            models.CheckConstraint(
                condition=Q(team_min__gte=1, team_min__lte=F("team_max"), team_max__lte=LARGEST_TEAM),
                name="projects_call_team",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(opens_on__lte=F("closes_on")),
                name="projects_call_dates",
            ),
        ]

    def __str__(self) -> str:
        return pick(self.title)
