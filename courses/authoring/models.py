from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.authoring.enums import ImportStatus
from courses.catalogue.models import CourseVersion
from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.files.models import StoredFile
from foundation.kernel.models import Entity


class Package(Entity):
    """What a version was made from, as its authors wrote it: a zip, and what lessons show, which the catalogue keeps, as
    `{name: digest}`. It changes as little as its version does (a trigger sees to that)."""

    version = models.OneToOneField(CourseVersion, models.CASCADE, related_name="+", verbose_name=_("version"))
    archive = models.BinaryField()
    media = models.JSONField(default=dict, db_default={}, blank=True)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")


class PackageImport(Entity):
    """A package on its way in. `faults` and `warnings` are `[{file, line, code, values}]`, the first of `fault_count` and
    `warning_count`; `problem` is a code, why it came to no end."""

    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by"))
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+", verbose_name=_("file"))
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=ImportStatus.choices, default=ImportStatus.CHECKING)
    faults = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    fault_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True, default="")
    version = models.ForeignKey(
        CourseVersion, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("version")
    )

    class Meta:
        verbose_name = _("package import")
        verbose_name_plural = _("package imports")
