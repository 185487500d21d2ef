from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.files.models import StoredFile
from foundation.kernel.models import Entity
from mentoring.projects.models.projects import Project


class ProjectFile(Entity):
    """What a project uploaded as an answer. Its id, which a client may have made, is what answers list; it is kept as long as
    one of them does. `number` counts the project's files. `replaced_at` is when the file came, if it isn't the one that was
    handed in: something was found in that."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="files", verbose_name=_("project"))
    stage = models.CharField(_("stage"), max_length=50)
    question = models.CharField(_("question"), max_length=50)
    number = models.PositiveIntegerField(_("number"))
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of a project")
        verbose_name_plural = _("files of projects")
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="projects_file_number")]

    def __str__(self) -> str:
        return f"{self.stage} {self.question} {self.number}"
