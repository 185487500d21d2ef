from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.language import Language, pick
from foundation.kernel.models import Entity, Revised, TextsField
from foundation.programmes.models import Programme
from mentoring.projects.enums import CallStatus, ProjectStatus, SubmissionStatus

OPEN_SUBMISSION = Q(status__in=(SubmissionStatus.DRAFT, SubmissionStatus.SUBMITTED, SubmissionStatus.IN_REVIEW))


class Call(Entity, Revised):
    """An invitation to build something. Without a programme it is for everybody. `stages` and `rubric` have the shapes
    of `rules.Stage` and `rules.Rubric` and stay as they are once projects have begun."""

    title = TextsField(_("title"))
    status = models.CharField(_("status"), max_length=10, choices=CallStatus.choices, default=CallStatus.OPEN)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    stages = models.JSONField(_("stages"))
    rubric = models.JSONField(_("rubric"))
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("SDGs"))
    several_projects = models.BooleanField(_("several projects each"), default=False)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def __str__(self) -> str:
        return pick(self.title)


class Project(Entity, Revised):
    """A learner's own. `sole` is the call's rule at its beginning: then a person has one such project in the call."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="projects", verbose_name=_("call"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(_("problem"), blank=True, default="")
    idea = models.TextField(_("idea"), blank=True, default="")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("SDGs"))
    stage = models.CharField(_("stage"), max_length=50)
    status = models.CharField(_("status"), max_length=10, choices=ProjectStatus.choices, default=ProjectStatus.ACTIVE)
    sole = models.BooleanField(default=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "owner"],
                condition=Q(sole=True) & ~Q(status=ProjectStatus.DECLINED),
                name="projects_one_each",
            ),
            models.CheckConstraint(
                condition=Q(status=ProjectStatus.ACCEPTED, accepted_at__isnull=False)
                | (~Q(status=ProjectStatus.ACCEPTED) & Q(accepted_at__isnull=True)),
                name="projects_accepted_at",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="projects_newest")]

    def __str__(self) -> str:
        return self.title


class Submission(Entity, Revised):
    """What a project hands in at a stage. `states` are the owner's member states when it was submitted; `ticket` is its
    place in the queue, kept when a lease comes back; `readers` are the mentors (as people) who took it up."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="submissions", verbose_name=_("project"))
    stage = models.CharField(_("stage"), max_length=50)
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(
        _("status"), max_length=10, choices=SubmissionStatus.choices, default=SubmissionStatus.DRAFT
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    ticket = models.UUIDField(null=True, editable=False, unique=True)
    states = ArrayField(models.CharField(max_length=2), default=list, blank=True, editable=False)
    readers = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(fields=["project", "stage", "number"], name="projects_submission_number"),
            models.UniqueConstraint(fields=["project"], condition=OPEN_SUBMISSION, name="projects_one_open_submission"),
            models.CheckConstraint(
                condition=Q(status=SubmissionStatus.DRAFT, ticket__isnull=True)
                | (~Q(status=SubmissionStatus.DRAFT) & Q(ticket__isnull=False, submitted_at__isnull=False)),
                name="projects_submitted_has_ticket",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket"], condition=Q(status=SubmissionStatus.SUBMITTED), name="projects_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.number}"
