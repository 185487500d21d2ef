from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReviewStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("review", "Submitted")
    RELEASED = "released", pgettext_lazy("review", "Handed back")
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


class RemarkTopic(TextChoices):
    """What remarks are about, in the order in which a mentor looks through them."""

    PROBLEM = "problem", _("The problem")
    USERS = "users", _("The people it is for")
    IDEA = "idea", _("The idea")
    EVIDENCE = "evidence", _("What shows it")
    PROTOTYPE = "prototype", _("The prototype")
    TESTING = "testing", _("Trying it out")
    TEAM = "team", _("Working together")
    MONEY = "money", _("Money and upkeep")
    RIGHTS = "rights", _("Whose it is")
    PRESENTATION = "presentation", _("Telling others")
    SAFETY = "safety", _("Safety and privacy")
    NEXT = "next", _("What comes next")

    @property
    def remarks(self) -> list["Remark"]:
        return [remark for remark in Remark if remark.topic == self]


class Remark(TextChoices):
    """Feedback by code, so that a learner reads it in her own language whatever the mentor's. A code begins with its topic,
    and stays: reviews that were given have it."""

    PROBLEM_CLEAR = "problem_clear", _("The problem is clear, and it is one that people really have.")
    PROBLEM_VAGUE = (
        "problem_vague",
        _("Describe the problem more exactly: where, when and how often does it happen?"),
    )
    PROBLEM_CAUSE = (
        "problem_cause",
        _("Look for the cause: ask why it happens, and why again, until you find one you can change."),
    )
    USERS_KNOWN = "users_known", _("You know the people you are building for.")
    USERS_ASK = "users_ask", _("Talk with a few of the people you are building for and tell us what they said.")
    USERS_FIRST = "users_first", _("Decide for whom you begin: who needs it most, and what is different for them?")
    IDEA_FITS = "idea_fits", _("Your idea answers the problem well.")
    IDEA_SIMPLER = "idea_simpler", _("Find the smallest version of your idea that would already help someone.")
    IDEA_OTHERS = "idea_others", _("Look at what others have tried and say what yours does differently.")
    EVIDENCE_GOOD = "evidence_good", _("You show what you did, not only what you plan.")
    EVIDENCE_MORE = "evidence_more", _("Show what you tried and what happened: numbers, a picture or a short story.")
    EVIDENCE_SOURCES = "evidence_sources", _("Say where your figures come from, so that others can look them up.")
    PROTOTYPE_WORKS = "prototype_works", _("Your prototype does what it is for, and one sees at once how.")
    PROTOTYPE_ROUGH = (
        "prototype_rough",
        _("Build a rough version first: paper, cardboard or a drawn screen is enough to try the idea with people."),
    )
    TESTING_LEARNT = "testing_learnt", _("You let people try it, and changed something because of what you saw.")
    TESTING_WATCH = (
        "testing_watch",
        _("Let people try it who have never seen it, and watch without helping: where do they get stuck?"),
    )
    TESTING_MEASURE = (
        "testing_measure",
        _("Before you try it, write down how you will know that it works: what will you count or measure?"),
    )
    TEAM_SHARED = (
        "team_shared",
        _("One sees that you thought about it together, and that each of you had a part in it."),
    )
    TEAM_ROLES = "team_roles", _("Agree on who does what, and until when, and write it down.")
    MONEY_SOUND = "money_sound", _("You have worked out what it costs, and it could really be paid for.")
    MONEY_COSTS = (
        "money_costs",
        _("Work out what it costs to make, and to keep going for a year. What can be borrowed or reused?"),
    )
    MONEY_UPKEEP = (
        "money_upkeep",
        _("Say who looks after it when you have no time: in the holidays, or when something breaks."),
    )
    RIGHTS_NAMED = "rights_named", _("You say clearly what is your own and what comes from others.")
    RIGHTS_SOURCES = (
        "rights_sources",
        _("Name what comes from others (pictures, music, code, texts), and check that you may use it."),
    )
    PRESENTATION_CLEAR = "presentation_clear", _("Somebody who hears of it for the first time understands it.")
    PRESENTATION_SHORT = (
        "presentation_short",
        _("Begin with what matters: the problem, your idea and what you found out, in one sentence each."),
    )
    SAFETY_CAREFUL = "safety_careful", _("You took good care of the people with whom you tried it.")
    SAFETY_CONSENT = (
        "safety_consent",
        _("Ask before you question, photograph or film somebody; of a child, ask a parent too."),
    )
    SAFETY_PRIVATE = (
        "safety_private",
        _("Leave out names, faces, telephone numbers and addresses: your work convinces without them."),
    )
    SAFETY_RISK = (
        "safety_risk",
        _(
            "Think about what could go wrong or hurt somebody. With electricity, heights or chemicals, work with an adult."
        ),
    )
    NEXT_STEP = "next_step", _("Say what you would do next, and who could help you with it.")

    @property
    def topic(self) -> RemarkTopic:
        return RemarkTopic(self.partition("_")[0])

    @property
    def praises(self) -> bool:
        return self in PRAISE


PRAISE = {
    Remark.PROBLEM_CLEAR,
    Remark.USERS_KNOWN,
    Remark.IDEA_FITS,
    Remark.EVIDENCE_GOOD,
    Remark.PROTOTYPE_WORKS,
    Remark.TESTING_LEARNT,
    Remark.TEAM_SHARED,
    Remark.MONEY_SOUND,
    Remark.RIGHTS_NAMED,
    Remark.PRESENTATION_CLEAR,
    Remark.SAFETY_CAREFUL,
}


class SubjectType(TextChoices):
    """What can be reported."""

    REVIEW = "review", _("A review")


class ReportReason(TextChoices):
    UNKIND = "unkind", _("Unkind or hurtful words")
    UNSAFE = "unsafe", _("Something feels unsafe")
    CONTACT = "contact", _("Contact outside Jisr")
    PRIVATE_QUESTIONS = "private_questions", _("Questions about private things")
    UNCOMFORTABLE = "uncomfortable", _("I don’t feel comfortable with this person")
    UNFAIR = "unfair", _("An unfair review")
    OTHER = "other", _("Something else")


class CaseStatus(TextChoices):
    OPEN = "open", pgettext_lazy("case", "Open")
    IN_HAND = "in_hand", _("In hand")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


class FilesClosed(TextChoices):
    """Why the files of a case aren't opened."""

    NOT_SAFETY = "not_safety", _("The files of the work are opened only where a case is about safety.")
    CASE_CLOSED = (
        "case_closed",
        _("The case is closed, and with it the files of the work. What is reported from now on opens another case."),
    )


class CaseMove(TextChoices):
    TAKE = "take", _("Somebody looks into it")
    LEAVE = "leave", _("It is left to somebody else")
    CLOSE = "close", pgettext_lazy("case", "It is closed")


class CaseOutcome(TextChoices):
    """Never told to whoever reported or was reported."""

    UNFOUNDED = "unfounded", _("Nothing was wrong")
    TALKED = "talked", _("Talked with those concerned")
    CORRECTED = "corrected", _("Put right")
    SUSPENDED = "suspended", _("The mentor was suspended")
    REFERRED = "referred", _("Handed to an authority")
    OTHER = "other", _("Another outcome")
