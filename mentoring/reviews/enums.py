from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RELEASED = "released", _("Handed back")
    EXPIRED = "expired", _("Out of time")


class Sight(StrEnum):
    """As whom somebody sees a review."""

    OWN = "own"
    OFFICE = "office"
    OTHER = "other"


class ReviewMove(TextChoices):
    SUBMIT = "submit", _("The mentor submits")
    RELEASE = "release", _("The mentor hands it back")
    EXPIRE = "expire", _("The lease runs out")


class Flag(TextChoices):
    """What the office should look at in how somebody reviews; `rules.reviewers` says when. Nobody else is shown it."""

    TOO_FAST = "too_fast", _("Far faster than others")
    TOO_FLAT = "too_flat", _("Nearly always the same level")
    FAR_OFF = "far_off", _("Far from what others say of the same works")


class Remark(TextChoices):
    """Feedback by code, so that a learner reads it in her own language whatever the mentor's."""

    PROBLEM_CLEAR = "problem_clear", _("The problem is clear, and it is one that people really have.")
    PROBLEM_VAGUE = (
        "problem_vague",
        _("Describe the problem more exactly: where, when and how often does it happen?"),
    )
    USERS_KNOWN = "users_known", _("You know the people you are building for.")
    USERS_ASK = "users_ask", _("Talk with a few of the people you are building for and tell us what they said.")
    IDEA_FITS = "idea_fits", _("Your idea answers the problem well.")
    IDEA_SIMPLER = "idea_simpler", _("Find the smallest version of your idea that would already help someone.")
    IDEA_OTHERS = "idea_others", _("Look at what others have tried and say what yours does differently.")
    EVIDENCE_GOOD = "evidence_good", _("You show what you did, not only what you plan.")
    EVIDENCE_MORE = "evidence_more", _("Show what you tried and what happened: numbers, a picture or a short story.")
    NEXT_STEP = "next_step", _("Say what you would do next, and who could help you with it.")


class SubjectType(TextChoices):
    """What can be reported."""

    REVIEW = "review", _("A review")


class ReportReason(TextChoices):
    UNKIND = "unkind", _("Unkind or hurtful words")
    UNSAFE = "unsafe", _("Something feels unsafe")
    CONTACT = "contact", _("Contact outside Jisr")
    PRIVATE_QUESTIONS = "private_questions", _("Questions about private things")
    UNFAIR = "unfair", _("An unfair review")
    OTHER = "other", _("Something else")


class CaseStatus(TextChoices):
    OPEN = "open", _("Open")
    IN_HAND = "in_hand", _("In hand")
    CLOSED = "closed", _("Closed")


class CaseMove(TextChoices):
    TAKE = "take", _("Somebody looks into it")
    LEAVE = "leave", _("It is left to somebody else")
    CLOSE = "close", _("It is closed")


class CaseOutcome(TextChoices):
    """Never told to whoever reported or was reported."""

    UNFOUNDED = "unfounded", _("Nothing was wrong")
    TALKED = "talked", _("Talked with those concerned")
    CORRECTED = "corrected", _("Put right")
    SUSPENDED = "suspended", _("The mentor was suspended")
    REFERRED = "referred", _("Handed to an authority")
    OTHER = "other", _("Another outcome")
