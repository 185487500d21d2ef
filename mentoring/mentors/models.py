from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.kernel.language import Language
from foundation.kernel.models import Entity, Revised


class Mentor(Entity, Revised):
    """A mentor's own words about their work. Empty `states` means any state."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices), verbose_name=_("languages"))
    states = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name=_("states served"))
    active = models.BooleanField(_("takes work"), default=True)

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        constraints = [
            models.CheckConstraint(condition=models.Q(languages__len__gt=0), name="mentors_speaks_a_language")
        ]

    def __str__(self) -> str:
        return str(self.id)
