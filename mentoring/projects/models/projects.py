from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.language import Language
from foundation.kernel.models import Entity, Revised
from foundation.kernel.moves import MovesOnly
from foundation.programmes.models import Cohort
from mentoring.projects.enums import ProjectStatus
from mentoring.projects.models.calls import Call
from mentoring.projects.rules import PROJECT_TRANSITIONS


class Project(Entity, Revised):
    """A team's; the owner leads it. `cohort` is where she began it, and where all others come from. `sole` is the call's rule
    at its beginning: then a person is in one such project of the call. `files_numbered` is the last number that a file had."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="projects", verbose_name=_("call"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("leads the team")
    )
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("cohort")
    )
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(_("problem"), blank=True, default="")
    idea = models.TextField(_("idea"), blank=True, default="")
    users = models.TextField(_("for whom it is"), blank=True, default="", db_default="")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("SDGs"))
    stage = models.CharField(_("stage"), max_length=50)
    status = models.CharField(_("status"), max_length=10, choices=ProjectStatus.choices, default=ProjectStatus.ACTIVE)
    sole = models.BooleanField(default=True, editable=False)
    files_numbered = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            MovesOnly.of(PROJECT_TRANSITIONS, name="projects_project_moves"),
            models.CheckConstraint(
                condition=Q(status=ProjectStatus.ACCEPTED, accepted_at__isnull=False)
                | (~Q(status=ProjectStatus.ACCEPTED) & Q(accepted_at__isnull=True)),
                name="projects_accepted_at",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="projects_newest")]

    def __str__(self) -> str:
        return self.title
