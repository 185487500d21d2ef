from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity, Revised
from foundation.kernel.moves import MovesOnly
from mentoring.mentors.models import Mentor
from mentoring.reviews.enums import CaseOutcome, CaseStatus, ReportReason, SubjectType
from mentoring.reviews.rules import CASE_TRANSITIONS

UNSETTLED = ~Q(status=CaseStatus.CLOSED)
CLOSED = Q(status=CaseStatus.CLOSED, closed_at__isnull=False) & ~Q(outcome="")


class Case(Entity, Revised):
    """All that was reported of one thing until somebody closed it. `mentor` wrote it; `states` are those of the work that it
    is about. `is_safety` makes it the safeguarding officers', else it is the office's."""

    subject_type = models.CharField(_("subject"), max_length=20, choices=SubjectType.choices)
    subject_id = models.UUIDField()
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="+", verbose_name=_("mentor"))
    states = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name=_("member states"))
    is_safety = models.BooleanField(_("about safety"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    outcome = models.CharField(_("outcome"), max_length=10, choices=CaseOutcome.choices, blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            MovesOnly.of(CASE_TRANSITIONS, name="reviews_case_moves"),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=UNSETTLED, name="reviews_one_unsettled_case"
            ),
            models.CheckConstraint(
                condition=CLOSED | (UNSETTLED & Q(closed_at__isnull=True, outcome="")),
                name="reviews_closed_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Report(Entity):
    """What one person says of it. Whoever was reported never learns who did."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports", verbose_name=_("case"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason.choices)
    words = models.TextField(_("words"), blank=True, default="")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["case", "reporter"], name="reviews_one_report_each")]

    def __str__(self) -> str:
        return str(self.id)
