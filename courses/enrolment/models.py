from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Course, CourseVersion, Lesson
from courses.enrolment.enums import EnrolmentStatus, ProgressEventKind
from foundation.kernel.clock import now
from foundation.kernel.models import Entity


def _timed(status: str) -> Q:
    """Exactly what has this status has the time of it."""
    has_time = Q(**{f"{status}_at__isnull": False})
    return Q(status=status) & has_time | ~Q(status=status) & ~has_time


class Enrolment(Entity):
    """A person's way through one version of a course. `done` and `total` count its required lessons, of which `needed` suffice
    once no required quiz is left to pass; she has started when any lesson is done or a quiz begun, and was last `active_at`
    the time when we heard of the latest. It is to be done before `due_at`, and nothing counts from `closes_at` on: as her
    cohorts ask for, or as late as she was given by herself (`extended_on`,
    first given at `extended_at`)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("person")
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name=_("course"))
    version = models.ForeignKey(
        CourseVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("version")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=EnrolmentStatus.choices, default=EnrolmentStatus.ACTIVE
    )
    done = models.PositiveSmallIntegerField(_("lessons done"), default=0)
    total = models.PositiveSmallIntegerField(_("lessons required"))
    needed = models.PositiveSmallIntegerField(_("lessons that suffice"))
    quizzes_left = models.PositiveSmallIntegerField(_("quizzes to pass"), default=0)
    enrolled_at = models.DateTimeField(_("enrolled at"), default=now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    active_at = models.DateTimeField(_("last active at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    due_at = models.DateTimeField(pgettext_lazy("enrolment", "due at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    extended_on = models.DateField(_("extended to"), null=True, blank=True)
    extended_at = models.DateTimeField(_("extended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course"], condition=~Q(status="withdrawn"), name="enrolment_one_per_course"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total"), total__gt=0), name="enrolment_done_within_total"),
            models.CheckConstraint(
                condition=Q(needed__gt=0, needed__lte=F("total")), name="enrolment_needed_within_total"
            ),
            models.CheckConstraint(condition=_timed("completed"), name="enrolment_completed_has_a_time"),
            models.CheckConstraint(condition=_timed("withdrawn"), name="enrolment_withdrawn_has_a_time"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(due_at__isnull=False, closes_at=F("due_at")),
                name="enrolment_closes_when_due",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="enrolment_of_person"),
            models.Index(fields=["version", "status", "id"], name="enrolment_of_version"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class LessonProgress(models.Model):
    """That a lesson was completed: `completed_at` by the learner's clock within reason, `recorded_at` by ours."""

    pk = models.CompositePrimaryKey("enrolment", "lesson")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="progress", db_index=False)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+", db_index=False)
    completed_at = models.DateTimeField(_("completed at"))
    recorded_at = models.DateTimeField(_("recorded at"), default=now)

    class Meta:
        verbose_name = _("lesson completed")
        verbose_name_plural = _("lessons completed")


class ProgressEvent(models.Model):
    """A line of a phone's log, under the phone's own id; a trigger refuses every change. It happened `occurred_at` by the
    learner's clock, corrected and within reason, and we heard of it at `recorded_at`.

    Person and lesson are looked at when a line is written and go no sooner than the enrolment; a foreign key that asks for
    them again costs half as much as the line.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="log")
    lesson = models.ForeignKey(Lesson, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ProgressEventKind.choices)
    occurred_at = models.DateTimeField(_("occurred at"))
    recorded_at = models.DateTimeField(_("recorded at"), default=now)

    class Meta:
        verbose_name = _("line of a phone's log")
        verbose_name_plural = _("lines of phones' logs")
        constraints = [
            models.CheckConstraint(
                condition=Q(occurred_at__lte=F("recorded_at")), name="enrolment_event_occurred_before_heard"
            )
        ]
        indexes = [BrinIndex(fields=["recorded_at"], name="enrolment_event_heard")]
