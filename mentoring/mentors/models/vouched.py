from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.files.enums import FileStatus
from foundation.files.models import StoredFile
from foundation.kernel.models import Entity
from foundation.kernel.moves import MovesOnly
from foundation.programmes.models import MemberState
from mentoring.mentors.enums import EvidenceKind, SuspensionReason, VettingReason, VettingStatus
from mentoring.mentors.models.declared import Mentor
from mentoring.mentors.rules import DEFAULT, MONTHS, TRANSITIONS

LIVE_PLACE = "mentors_vetting_live"
ONE_SUSPENSION = "mentors_suspension_live"
DECIDED = (VettingStatus.VALID, VettingStatus.REVOKED, VettingStatus.REPLACED)


def evidence_kinds(**options: Any) -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.CharField(max_length=20, choices=EvidenceKind.choices), blank=True, **options)


class VettingRule(Entity):
    """What a state asks before a mentor may work for it; without one, `rules.DEFAULT` holds."""

    state = models.OneToOneField(MemberState, models.PROTECT, related_name="+", verbose_name=_("member state"))
    months = models.PositiveSmallIntegerField(
        _("months that a vetting holds"),
        default=DEFAULT.months,
        validators=[MinValueValidator(MONTHS[0]), MaxValueValidator(MONTHS[1])],
    )
    evidence = evidence_kinds(verbose_name=_("evidence that it asks for"))

    class Meta:
        verbose_name = _("rule about vetting")
        verbose_name_plural = _("rules about vetting")
        constraints = [models.CheckConstraint(condition=Q(months__range=MONTHS), name="mentors_rule_months")]

    def __str__(self) -> str:
        return str(self.state)


class Vetting(Entity):
    """Whether a mentor may be trusted with the young people of a state; without a state, of every one. `wanted` is what was
    asked for at the time, `seen` what was shown on paper; `expires_on` is the last day on which it holds, `warned` how many
    days ahead of that its mentor was told."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="vettings", verbose_name=_("mentor"))
    state = models.ForeignKey(
        MemberState, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member state")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=VettingStatus.choices, default=VettingStatus.REQUESTED
    )
    note = models.CharField(_("note"), max_length=1000, blank=True, default="")
    wanted = evidence_kinds(verbose_name=_("evidence asked for"))
    seen = evidence_kinds(default=list, verbose_name=_("evidence seen on paper"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=VettingReason.choices, blank=True, default="")
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    warned = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("vetting")
        verbose_name_plural = _("vettings")
        constraints = [
            MovesOnly.of(TRANSITIONS, name="mentors_vetting_moves"),
            models.UniqueConstraint(
                fields=["mentor", "state", "status"],
                condition=Q(status__in=(VettingStatus.REQUESTED, VettingStatus.VALID)),
                nulls_distinct=False,
                name=LIVE_PLACE,
            ),
            models.CheckConstraint(
                condition=Q(status=VettingStatus.REQUESTED, decided_at__isnull=True, expires_on__isnull=True)
                | (Q(status=VettingStatus.REFUSED, decided_at__isnull=False, expires_on__isnull=True) & ~Q(reason=""))
                | Q(status__in=DECIDED, decided_at__isnull=False, expires_on__isnull=False),
                name="mentors_vetting_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on"], condition=Q(status=VettingStatus.VALID), name="mentors_vetting_expiry"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Evidence(Entity):
    """What a request rests on. The file goes some time after the decision; that it was there stays."""

    vetting = models.ForeignKey(Vetting, models.CASCADE, related_name="evidence", verbose_name=_("vetting"))
    kind = models.CharField(_("kind"), max_length=20, choices=EvidenceKind.choices)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return str(self.id)

    def is_shown(self) -> bool:
        """A file that nobody can have opened shows nothing."""
        return self.file is None or self.file.status == FileStatus.CLEAN


class Suspension(Entity):
    """A mentor is kept away from young people, everywhere, until it is lifted."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="suspensions", verbose_name=_("mentor"))
    reason = models.CharField(_("reason"), max_length=20, choices=SuspensionReason.choices)
    note = models.CharField(_("note"), max_length=1000, blank=True, default="")
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("suspended by")
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        constraints = [
            models.UniqueConstraint(fields=["mentor"], condition=Q(lifted_at__isnull=True), name=ONE_SUSPENSION),
        ]

    def __str__(self) -> str:
        return str(self.id)
