from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity, Revised
from foundation.kernel.moves import MovesOnly
from mentoring.mentors.models import Mentor
from mentoring.projects.enums import MOST_SEATS, Decision
from mentoring.projects.models import Submission
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.rules import SLOTS, TRANSITIONS

LIVE = Q(status=ReviewStatus.DRAFT)
SEATED = Q(status__in=(ReviewStatus.DRAFT, ReviewStatus.SUBMITTED))
HANDED_BACK = Q(status=ReviewStatus.RELEASED)
SEAT_CONSTRAINT = "reviews_one_per_seat"
SLOT_CONSTRAINT = "reviews_one_per_slot"


class Review(Entity, Revised):
    """A mentor's review. While it is a draft it is also the lease: it holds one of the submission's seats and one of the
    mentor's slots until it is submitted, handed back, or found past `lease_until`. Its id is drawn by lot: it tells neither
    when nor after whom it was begun. `handed` is what the mentor had typed when handing it over: later words are their own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+", verbose_name=_("submission"))
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="+", verbose_name=_("mentor"))
    status = models.CharField(_("status"), max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.DRAFT)
    seat = models.PositiveSmallIntegerField(default=1)
    slot = models.PositiveSmallIntegerField()
    lease_until = models.DateTimeField(_("lease until"))
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    feedback = models.TextField(_("feedback"), blank=True, default="")
    remarks = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("remarks"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True, default="")
    word = models.TextField(_("word to whoever takes it next"), blank=True, default="", db_default="")
    handed = models.JSONField(_("draft handed over"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            MovesOnly.of(TRANSITIONS, name="reviews_moves"),
            models.UniqueConstraint(
                fields=["submission", "seat"],
                condition=SEATED,
                name=SEAT_CONSTRAINT,
            ),
            models.UniqueConstraint(fields=["submission", "mentor"], condition=SEATED, name="reviews_one_per_mentor"),
            models.UniqueConstraint(fields=["mentor", "slot"], condition=LIVE, name=SLOT_CONSTRAINT),
            models.CheckConstraint(condition=Q(slot__in=SLOTS), name="reviews_slots"),
            models.CheckConstraint(condition=Q(seat__range=(1, MOST_SEATS)), name="reviews_seats"),
            models.CheckConstraint(
                condition=~Q(status=ReviewStatus.SUBMITTED) | (~Q(decision="") & Q(submitted_at__isnull=False)),
                name="reviews_submitted_decides",
            ),
        ]
        indexes = [
            models.Index(fields=["lease_until"], condition=LIVE, name="reviews_live_until"),
            models.Index(fields=["submitted_at"], condition=Q(status=ReviewStatus.SUBMITTED), name="reviews_given_at"),
        ]

    def __str__(self) -> str:
        return str(self.id)
