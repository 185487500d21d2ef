from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity, Revised
from mentoring.projects.enums import Licence
from mentoring.projects.models.projects import Project


class Declaration(Entity, Revised):
    """That an accepted project is one's own work, said by one of its team for herself; without the row it wasn't said."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="declarations", db_index=False, verbose_name=_("project")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    others_work = models.TextField(_("what in it is by others"), blank=True, default="")
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="projects_declared_once")]

    def __str__(self) -> str:
        return str(self.id)
