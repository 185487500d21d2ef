from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity, Revised
from foundation.kernel.moves import MovesOnly
from mentoring.projects.enums import MOST_SEATS, NUDGES, SubmissionStatus
from mentoring.projects.models.projects import Project
from mentoring.projects.rules import TRANSITIONS
from mentoring.projects.rules.queues import AT_FRONT, IN_TURN, RESERVED

WAITING = Q(wanting__gt=0)
FOR_ANYBODY = WAITING & Q(reserved_for__isnull=True)
CLOCKED = (WAITING | Q(status=SubmissionStatus.RETURNED)) & Q(waits_on__isnull=False, nudged__lt=NUDGES[-1])
OVERDUE = (WAITING | Q(status=SubmissionStatus.RETURNED)) & Q(waits_on__isnull=False, nudged=NUDGES[-1])
OPEN_SUBMISSION = Q(status__in=(SubmissionStatus.DRAFT, SubmissionStatus.SUBMITTED, SubmissionStatus.IN_REVIEW))
ONE_OPEN = "projects_one_open_submission"
DECIDED = (SubmissionStatus.RETURNED, SubmissionStatus.ACCEPTED, SubmissionStatus.DECLINED)


class Submission(Entity, Revised):
    """What a project hands in at a stage. `states` are the member states of all its team when it was submitted; `ticket` is
    its place in the queue, kept when a lease comes back; `readers` are the mentors (as people) who took it up. It has so many
    `seats` for them, of which it is still `wanting` some: while it is, it waits.

    The queue's order is (`turn`, `ticket`), see `rules.queues` for turns and `pools`; `pool` is the narrowest of these.
    `reserved_for` is the mentor, as a person, who alone is shown it.

    `waits_on` is the day since which somebody is waited for: the mentor, whoever takes it, or the team that is to revise;
    `nudged` the last of the `NUDGES` that this wait has had."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="submissions", verbose_name=_("project"))
    stage = models.CharField(_("stage"), max_length=50)
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(
        _("status"), max_length=10, choices=SubmissionStatus.choices, default=SubmissionStatus.DRAFT
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    late = models.BooleanField(_("late"), default=False, db_default=False)
    ticket = models.UUIDField(null=True, editable=False, unique=True)
    states = ArrayField(models.CharField(max_length=2), default=list, blank=True, editable=False)
    seats = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    wanting = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    readers = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    turn = models.SmallIntegerField(default=IN_TURN, db_default=IN_TURN, editable=False)
    pools = ArrayField(models.CharField(max_length=5), default=list, db_default=[], blank=True, editable=False)
    pool = models.GeneratedField(
        expression=Coalesce(F("pools__1"), F("pools__0")),
        output_field=models.CharField(max_length=5, null=True),
        db_persist=True,
    )
    reserved_for = models.UUIDField(null=True, editable=False)
    waits_on = models.DateField(null=True, editable=False)
    nudged = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            MovesOnly.of(TRANSITIONS, name="projects_submission_moves"),
            models.UniqueConstraint(fields=["project", "stage", "number"], name="projects_submission_number"),
            models.UniqueConstraint(fields=["project"], condition=OPEN_SUBMISSION, name=ONE_OPEN),
            models.CheckConstraint(
                condition=Q(status=SubmissionStatus.DRAFT, ticket__isnull=True)
                | (~Q(status=SubmissionStatus.DRAFT) & Q(ticket__isnull=False, submitted_at__isnull=False)),
                name="projects_submitted_has_ticket",
            ),
            models.CheckConstraint(
                condition=Q(turn=RESERVED, reserved_for__isnull=False)
                | Q(turn__in=(AT_FRONT, IN_TURN), reserved_for__isnull=True),
                name="projects_turn",
            ),
            models.CheckConstraint(condition=Q(seats__lte=MOST_SEATS), name="projects_seats"),
            models.CheckConstraint(
                condition=Q(status=SubmissionStatus.DRAFT, seats=0, wanting=0)
                | Q(status=SubmissionStatus.SUBMITTED, seats__gt=0, wanting=F("seats"))
                | Q(status=SubmissionStatus.IN_REVIEW, wanting__lt=F("seats"))
                | Q(status__in=DECIDED, wanting=0),
                name="projects_wanting",
            ),
        ]
        indexes = [
            models.Index(fields=["turn", "ticket"], condition=FOR_ANYBODY, name="projects_waiting"),
            GinIndex(fields=["pools"], condition=FOR_ANYBODY, fastupdate=False, name="projects_waiting_pools"),
            models.Index(
                fields=["reserved_for", "turn", "ticket"],
                condition=WAITING & Q(reserved_for__isnull=False),
                name="projects_waiting_reserved",
            ),
            GinIndex(fields=["readers"], fastupdate=False, name="projects_readers"),
            models.Index(fields=["pool", "turn", "ticket"], condition=FOR_ANYBODY, name="projects_waiting_pool"),
            models.Index(fields=["pool", "decided_at"], condition=Q(decided_at__isnull=False), name="projects_decided"),
            models.Index(fields=["waits_on"], condition=CLOCKED, name="projects_clocked"),
            models.Index(fields=["project"], condition=OVERDUE, name="projects_overdue"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.number}"

    @property
    def state(self) -> str:
        """Whose working days count; empty for a team of no state."""
        return self.states[0] if self.states else ""
