from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity
from mentoring.projects.enums import MentorshipEnd, OtherMentor
from mentoring.projects.models.projects import Project

LASTING = Q(ended_at__isnull=True)
HOLDS = Q(undone_at__isnull=True)


class Mentorship(Entity):
    """Who mentors whom: one at a time, until something ends it. While it lasts, what the project hands in is the mentor's."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="mentorships", verbose_name=_("project"))
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("mentor"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ending = models.CharField(_("ended by"), max_length=12, choices=MentorshipEnd.choices, blank=True, default="")

    class Meta:
        verbose_name = _("mentorship")
        verbose_name_plural = _("mentorships")
        constraints = [
            models.UniqueConstraint(fields=["project"], condition=LASTING, name="projects_one_mentor"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="projects_mentorship_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Asking(Entity):
    """One of a team asked for another mentor. It stays as it was said, also when she has the mentor back (`undone_at`)."""

    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="askings", verbose_name=_("mentorship"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    reason = models.CharField(_("reason"), max_length=16, choices=OtherMentor.choices)
    words = models.TextField(_("words"), blank=True, default="")
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for another mentor")
        verbose_name_plural = _("requests for another mentor")
        constraints = [
            models.UniqueConstraint(fields=["mentorship"], condition=HOLDS, name="projects_one_asking"),
        ]

    def __str__(self) -> str:
        return str(self.id)
