from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.assessment.enums import AttemptStatus
from courses.catalogue.models import Lesson
from courses.enrolment.models import Enrolment
from foundation.kernel.clock import now
from foundation.kernel.models import Entity


class Quiz(Entity):
    """Of one lesson of one version, and immutable with it (a trigger sees to that). It holds every right answer."""

    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="+", verbose_name=_("lesson"))
    definition = models.JSONField(_("definition"))

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self) -> str:
        return str(self.lesson_id)


class Attempt(Entity):
    """A learner's go at the quiz of a lesson. `seed` and the quiz decide what is asked; `answers` are by question, as they
    were read, and `answered_at` says when each was given, so that a phone that comes late puts nothing old over them;
    `shares`, what part of its points each question earned."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="+", db_index=False, verbose_name=_("enrolment")
    )  # the unique number begins with it
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+", verbose_name=_("lesson"))
    number = models.PositiveSmallIntegerField(_("number"))
    seed = models.BigIntegerField(editable=False)
    answers = models.JSONField(_("answers"), default=dict)
    answered_at = models.JSONField(_("answered at"), default=dict)
    status = models.CharField(_("status"), max_length=10, choices=AttemptStatus.choices, default=AttemptStatus.OPEN)
    started_at = models.DateTimeField(_("started at"), default=now)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=2, null=True, blank=True)
    max_score = models.DecimalField(_("highest score"), max_digits=7, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    any_passed: bool  # these four by `selectors.with_standing`
    used: int
    extra: int
    lesson_now: UUID | None
    shares = models.JSONField(_("share of each question"), null=True, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson", "number"], name="assessment_attempt_number"),
            models.UniqueConstraint(
                fields=["enrolment", "lesson"], condition=Q(status="open"), name="assessment_one_open_attempt"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="assessment_attempt_number_positive"),
            models.CheckConstraint(
                condition=Q(status="open", submitted_at=None, score=None, max_score=None, passed=None, shares=None)
                | Q(
                    status="submitted",
                    submitted_at__isnull=False,
                    score__gte=0,
                    score__lte=models.F("max_score"),
                    passed__isnull=False,
                    shares__isnull=False,
                ),
                name="assessment_graded_when_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status="open"), name="assessment_attempt_running_out")
        ]

    def __str__(self) -> str:
        return str(self.id)


class ExtraAttempt(Entity):
    """One attempt at the quiz of a lesson beyond those that the quiz allows, given to one learner."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="+", db_index=False, verbose_name=_("enrolment")
    )  # an index of two columns begins with it
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+", verbose_name=_("lesson"))

    class Meta:
        verbose_name = _("extra attempt")
        verbose_name_plural = _("extra attempts")
        indexes = [models.Index(fields=["enrolment", "lesson"], name="assessment_extra_of_enrolment")]

    def __str__(self) -> str:
        return str(self.id)
