from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.language import Language
from foundation.kernel.models import Entity, Revised
from foundation.programmes.models import Organisation
from mentoring.mentors.enums import Competence, ConflictKind
from mentoring.mentors.rules import HOURS, PROJECTS, YEARS


class Mentor(Entity, Revised):
    """A mentor's own words about their work. Empty `states` means any state; `availability` are windows in local times, as in
    `rules.Window`; what is null was not said."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices), verbose_name=_("languages"))
    states = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name=_("states served"))
    competences = ArrayField(
        models.CharField(max_length=20, choices=Competence.choices),
        default=list,
        blank=True,
        verbose_name=_("competences"),
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    weekly_hours = models.PositiveSmallIntegerField(_("hours a week"), null=True, blank=True)
    max_projects = models.PositiveSmallIntegerField(_("projects at most"), null=True, blank=True)
    availability = models.JSONField(_("availability"), default=list, blank=True)
    active = models.BooleanField(_("takes work"), default=True)

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        constraints = [
            models.CheckConstraint(condition=Q(languages__len__gt=0), name="mentors_speaks_a_language"),
            models.CheckConstraint(
                condition=Q(weekly_hours__isnull=True) | Q(weekly_hours__range=HOURS), name="mentors_weekly_hours"
            ),
            models.CheckConstraint(
                condition=Q(max_projects__isnull=True) | Q(max_projects__range=PROJECTS), name="mentors_max_projects"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Pause(Entity):
    """Days, the first and the last included, on which a mentor takes nothing on: days of the mentor's own time zone."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="pauses", verbose_name=_("mentor"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="mentors_pause_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on or ''}"


class Conflict(Entity):
    """Whose work a mentor should not see. `family_key` is the name as names are compared; taken back, the row stays: how many
    a mentor may declare counts all of them."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="conflicts", verbose_name=_("mentor"))
    kind = models.CharField(_("kind"), max_length=15, choices=ConflictKind.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    family_name = models.CharField(_("family name"), max_length=100, blank=True, default="")
    family_key = models.CharField(max_length=100, blank=True, default="", editable=False)
    from_year = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(_("until the year"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    ended_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ConflictKind.ORGANISATION, organisation__isnull=False)
                | (Q(kind=ConflictKind.FAMILY_NAME, organisation__isnull=True) & ~Q(family_key=""))
                | (Q(kind=ConflictKind.PUPILS) & (Q(organisation__isnull=False) | ~Q(note=""))),
                name="mentors_conflict_says_what",
            ),
            models.CheckConstraint(
                condition=Q(from_year__isnull=True, until_year__isnull=True)
                | Q(from_year__range=YEARS, until_year__range=YEARS, until_year__gte=F("from_year")),
                name="mentors_conflict_years",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
