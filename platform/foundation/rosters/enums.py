from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RosterStatus(TextChoices):
    READING = "reading", _("Being read")
    PREVIEWED = "previewed", _("Ready to apply")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    FAILED = "failed", _("Could not be read")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


BUSY = (RosterStatus.APPLYING, RosterStatus.UNDOING)


class Outcome(TextChoices):
    """What applying does with a row."""

    ADD = "add", _("Add")
    KEEP = "keep", _("Keep")
    MOVE = "move", _("Move here")
    WITHDRAW = "withdraw", _("Withdraw")
    CONFLICT = "conflict", _("Conflict")
    ERROR = "error", _("Error")


DOING = (Outcome.ADD, Outcome.KEEP, Outcome.MOVE, Outcome.WITHDRAW)


class DateOrder(TextChoices):
    DAY_FIRST = "dmy", _("Day, month, year")
    MONTH_FIRST = "mdy", _("Month, day, year")
    YEAR_FIRST = "ymd", _("Year, month, day")


class SheetKind(TextChoices):
    """What is printed and handed out."""

    CLAIM_CARDS = "claim_cards", _("Claim cards")
    CONSENT_SHEETS = "consent_sheets", _("Consent sheets")
