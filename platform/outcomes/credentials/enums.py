from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AchievementKind(TextChoices):
    COURSE = "course", _("Course completed")
    PROJECT = "project", _("Project accepted")


class CredentialStatus(TextChoices):
    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced by a newer one")
    EXPIRED = "expired", _("Expired")
