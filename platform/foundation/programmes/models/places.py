from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.language import Language, pick
from foundation.kernel.models import Entity, Revised, TextsField
from foundation.programmes.enums import OrganisationKind

SLUG_LENGTH = 60


class MemberState(Entity):
    """`languages` are those of the three in which the state's learners are taught."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("ISO 3166-1, two capital letters"))
    name = TextsField(_("name"))
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices), verbose_name=_("languages"))
    weekend = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)]),
        null=True,
        blank=True,
        verbose_name=_("weekend"),
        help_text=_("Days of the week, from 1 (Monday) to 7 (Sunday), such as 5,6. Empty: as is usual in the country."),
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("member state")
        verbose_name_plural = _("member states")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex="^[A-Z]{2}$"), name="programmes_state_code"),
            models.CheckConstraint(condition=Q(languages__len__gt=0), name="programmes_state_languages"),
            models.CheckConstraint(
                condition=Q(weekend__isnull=True) | Q(weekend__len__lte=3), name="programmes_state_weekend"
            ),
        ]

    def __str__(self) -> str:
        return pick(self.name)


class DayNotice(Entity):
    """A state's word on one day: free (a feast that the moon has moved), or worked after all."""

    state = models.ForeignKey(
        MemberState, models.CASCADE, related_name="notices", db_index=False, verbose_name=_("member state")
    )
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("is worked"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice of a day")
        verbose_name_plural = _("notices of days")
        constraints = [models.UniqueConstraint(fields=["state", "day"], name="programmes_one_notice_a_day")]

    def __str__(self) -> str:
        return str(self.day)


class Organisation(Entity, Revised):
    """A ministry, a school, a centre. Its state is for good: memberships and grants count on it."""

    name = TextsField(_("name"))
    slug = models.SlugField(_("slug"), max_length=SLUG_LENGTH, unique=True)
    state = models.ForeignKey(MemberState, models.PROTECT, related_name="organisations", verbose_name=_("member state"))
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.OTHER)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return pick(self.name)


class Programme(Entity, Revised):
    """A dated edition; next year's is a new one that `follows` it."""

    title = TextsField(_("title"))
    slug = models.SlugField(_("slug"), max_length=SLUG_LENGTH, unique=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows")
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programmes_programme_dates"),
            models.CheckConstraint(condition=~Q(follows=F("id")), name="programmes_programme_follows_other"),
        ]

    def __str__(self) -> str:
        return pick(self.title)


class Cohort(Entity, Revised):
    """`seats_taken` counts the memberships that aren't withdrawn; only conditional updates and these constraints decide about
    the last seat. `courses` are slugs of the catalogue; `deadlines`, of some of them, are `{"course", "date", "closes"}`."""

    name = models.CharField(_("name"), max_length=200)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cohorts", verbose_name=_("programme"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cohorts", verbose_name=_("organisation")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    seats = models.PositiveIntegerField(_("seats"))
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices), verbose_name=_("languages"))
    courses = ArrayField(models.SlugField(max_length=SLUG_LENGTH), default=list, blank=True, verbose_name=_("courses"))
    deadlines = models.JSONField(_("deadlines"), default=list, db_default=[], blank=True)

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="programmes_cohort_seats"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programmes_cohort_dates"),
            models.CheckConstraint(condition=Q(languages__len__gt=0), name="programmes_cohort_languages"),
        ]
        indexes = [GinIndex(fields=["courses"], name="programmes_cohort_courses")]

    def __str__(self) -> str:
        return self.name
