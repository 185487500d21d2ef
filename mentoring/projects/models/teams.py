from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.clock import now
from foundation.kernel.models import Entity
from mentoring.projects.models.calls import Call
from mentoring.projects.models.projects import Project
from mentoring.projects.rules import LARGEST_TEAM

LIVE = Q(left_at__isnull=True)
CODE_LIFE = timedelta(days=14)
SEAT, ONCE, ONE_EACH = "projects_team_seat", "projects_team_once", "projects_team_one_each"


class TeamMember(Entity):
    """Whose project it is, and was. Seats bound how many can be in it at once. `sole` is the project's until it is declined:
    then a person is in one such project of the call."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="members", verbose_name=_("project"))
    call = models.ForeignKey(Call, models.PROTECT, related_name="+", db_index=False, verbose_name=_("call"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    seat = models.PositiveSmallIntegerField(default=1, editable=False)
    sole = models.BooleanField(default=True, editable=False)
    role = models.CharField(_("role"), max_length=60, blank=True, default="")
    joined_at = models.DateTimeField(_("joined at"), default=now)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            models.UniqueConstraint(fields=["project", "seat"], condition=LIVE, name=SEAT),
            models.UniqueConstraint(fields=["project", "person"], condition=LIVE, name=ONCE),
            models.UniqueConstraint(fields=["call", "person"], condition=LIVE & Q(sole=True), name=ONE_EACH),
            models.CheckConstraint(condition=Q(seat__range=(1, LARGEST_TEAM)), name="projects_team_size"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class JoinCode(Entity):
    """By which a team takes others of its cohort in. Of the code itself only a hash is kept, as of an invitation's."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="+", verbose_name=_("project"))
    code_hash = models.CharField(max_length=64, editable=False, unique=True)
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("join code")
        verbose_name_plural = _("join codes")

    def __str__(self) -> str:
        return str(self.id)
