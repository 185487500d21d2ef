from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnrolmentStatus(TextChoices):
    ACTIVE = "active", _("Active")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
