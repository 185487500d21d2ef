from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrolmentStatus(TextChoices):
    ACTIVE = "active", pgettext_lazy("enrolment", "Active")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")


class Following(TextChoices):
    """What becomes of learners under way when another version is published."""

    KEEP = "keep", _("They stay on their version")
    MOVE = "move", _("They go on in the new one")


class ProgressEventKind(TextChoices):
    """What a phone tells of. Who takes an answer or an attempt stands above; see `services.keep_log`."""

    LESSON_OPENED = "lesson_opened", _("Lesson opened")
    LESSON_COMPLETED = "lesson_completed", _("Lesson completed")
    ANSWER_SAVED = "answer_saved", _("Answer saved")
    ATTEMPT_SUBMITTED = "attempt_submitted", _("Attempt submitted")


class Recount(StrEnum):
    """What became of an enrolment that was counted anew. `KEPT`: it stays completed, with less recorded than is needed."""

    SAME = "same"
    CORRECTED = "corrected"
    COMPLETED = "completed"
    KEPT = "kept"


class EventOutcome(StrEnum):
    APPLIED = "applied"
    REPEATED = "repeated"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why an event was not taken. Kinds that others take may have reasons of their own."""

    INVALID = "invalid"
    UNKNOWN_KIND = "unknown_kind"
    NOT_FOUND = "not_found"
    ENROLMENT_WITHDRAWN = "enrolment_withdrawn"
    QUIZ_NOT_PASSED = "quiz_not_passed"
    DEADLINE_PASSED = "deadline_passed"
