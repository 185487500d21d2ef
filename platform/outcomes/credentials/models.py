from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.language import pick
from foundation.kernel.models import Entity, TextsField
from outcomes.credentials.enums import AchievementKind, CredentialStatus
from outcomes.credentials.rules import LENGTH, LIVE


class Achievement(Entity):
    """What can be earned: a course by its id and slug, or a project that was accepted (named by its call, without a slug)."""

    kind = models.CharField(_("kind"), max_length=10, choices=AchievementKind.choices)
    subject_id = models.UUIDField(_("subject"))
    slug = models.SlugField(_("slug"), max_length=100, blank=True, default="")
    titles = TextsField(_("titles"))

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="credentials_achievement_subject"),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="credentials_achievement_slug"),
        ]

    def __str__(self) -> str:
        return pick(self.titles)


def paper_name(credential: "Credential", _filename: str) -> str:
    """A new name for each drawing: one that died half-way never stands in for a whole one."""
    return f"credentials/{credential.id}/{new_id()}.pdf"


class Credential(Entity):
    """That a person earned an achievement. `snapshot` holds the words that are printed and never changes; `view_key` is in the
    paper's QR and opens the page that shows them; `code` is typed at `/verify`."""

    achievement = models.ForeignKey(
        Achievement, models.PROTECT, related_name="credentials", verbose_name=_("achievement")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    snapshot = models.JSONField(_("what is printed"))
    status = models.CharField(
        _("status"), max_length=10, choices=CredentialStatus.choices, default=CredentialStatus.VALID
    )
    status_reason = models.CharField(_("reason"), max_length=500, blank=True, default="")
    status_changed_at = models.DateTimeField(_("status changed at"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued at"))
    code = models.CharField(_("code"), max_length=LENGTH, unique=True)
    view_key = models.CharField(_("key"), max_length=43)
    pdf = models.FileField(_("PDF"), upload_to=paper_name, max_length=200, blank=True, default="")
    rendered_at = models.DateTimeField(_("drawn at"), null=True, blank=True)
    render_due_at = models.DateTimeField(_("to be drawn at"), default=now)
    render_attempts = models.PositiveIntegerField(_("attempts to draw"), default=0)

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "achievement"],
                condition=Q(status__in=[status.value for status in LIVE]),
                name="credentials_one_live",
            ),
            models.CheckConstraint(
                condition=Q(rendered_at__isnull=True) | ~Q(pdf=""), name="credentials_drawn_has_a_paper"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="credentials_of_person"),
            models.Index(
                fields=["render_due_at"], condition=Q(rendered_at__isnull=True), name="credentials_to_be_drawn"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
