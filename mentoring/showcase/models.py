from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.kernel.models import Entity, Revised
from mentoring.projects.models import Project, ProjectFile
from mentoring.showcase.enums import ShownName, TakedownReason


class Showing(Entity, Revised):
    """What one of a team says of showing the project. Whoever has said nothing has not said yes. A picture
    is shown if all of them name it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+", db_index=False, verbose_name=_("project"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    show = models.BooleanField(_("may be shown"))
    picture = models.ForeignKey(
        ProjectFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture shown")
    )
    name = models.CharField(_("name shown"), max_length=5, choices=ShownName.choices, default=ShownName.NONE)

    class Meta:
        verbose_name = _("showing")
        verbose_name_plural = _("showings")
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="showcase_said_once")]
        indexes = [models.Index(fields=["project"], condition=Q(show=True), name="showcase_wanted")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.name}"


class Takedown(Entity):
    """A project that is not shown, whatever its team says. It holds until it is lifted."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("project"))
    reason = models.CharField(_("reason"), max_length=10, choices=TakedownReason.choices)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken down by")
    )
    lifted_at = models.DateTimeField(pgettext_lazy("takedown", "lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("takedown", "lifted by"),
    )

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        constraints = [
            models.UniqueConstraint(fields=["project"], condition=Q(lifted_at=None), name="showcase_one_takedown"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False), name="showcase_lifted_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.reason}"
