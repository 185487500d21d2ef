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
