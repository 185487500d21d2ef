from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuestionKind(TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    TEXT = "text", _("Short text")
    NUMBER = "number", _("Number")
    ORDER = "order", _("Order")
    MATCH = "match", _("Match")


class Reveal(TextChoices):
    """When correct answers and feedback are shown."""

    NEVER = "never", _("Never")
    AFTER_LAST = "after_last", _("After the last attempt, or once passed")
    AFTER_EACH = "after_each", _("After each attempt")


class AttemptStatus(TextChoices):
    OPEN = "open", _("Open")
    SUBMITTED = "submitted", _("Submitted")


class Refusal(StrEnum):
    """Why an event of a phone's log was not taken; for an answer that can't be one, `errors.MISREAD` has more."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    SUBMITTED = "attempt_submitted"
    EXPIRED = "attempt_expired"
