from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_REVIEWERS = 4  # that a stage asks for; where they differ one more comes
MOST_SEATS = MOST_REVIEWERS + 1
NUDGES = (2, 4, 6)  # working days; with the last of them the wait is over


class CallStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("call", "Open")
    CLOSED = "closed", pgettext_lazy("call", "Closed")


class CallMove(TextChoices):
    OPEN = "open", _("It is opened")
    CLOSE = "close", _("It is closed")
    REOPEN = "reopen", _("It is opened again")


class Naming(TextChoices):
    """How much of a name somebody is told."""

    FULL = "full"
    GIVEN = "given"
    NONE = "none"


class QuestionKind(TextChoices):
    TEXT = "text", _("Text")
    LINK = "link", _("Link")
    FILE = "file", _("File")


class ReviewMode(TextChoices):
    MENTOR = "mentor", _("One mentor through the project")
    BLIND = "blind", _("Several reviewers who don't know of each other")


class Timing(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    OVER = "over"


class Change(TextChoices):
    SAME = "same", _("Same")
    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")
    CHANGED = "changed", _("Changed")


class ProjectStatus(TextChoices):
    ACTIVE = "active", _("In the learner's hands")
    SUBMITTED = "submitted", _("With the reviewers")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class ProjectMove(TextChoices):
    SUBMIT = "submit", _("The learner submits")
    WITHDRAW = "withdraw", _("What nobody has begun to read is taken back")
    RETURN = "return", _("The decision asks for a revision")
    ADVANCE = "advance", _("The decision accepts, and another stage follows")
    ACCEPT = "accept", _("The decision accepts the last stage")
    DECLINE = "decline", _("The decision declines")


class SubmissionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("submission", "Submitted")
    IN_REVIEW = "in_review", pgettext_lazy("submission", "In review")
    RETURNED = "returned", pgettext_lazy("submission", "Returned")
    ACCEPTED = "accepted", pgettext_lazy("submission", "Accepted")
    DECLINED = "declined", pgettext_lazy("submission", "Declined")


class SubmissionMove(TextChoices):
    SUBMIT = "submit", _("The learner submits")
    WITHDRAW = "withdraw", _("What nobody has begun to read is taken back")
    LEASE = "lease", _("A mentor takes it")
    FREE = "free", _("The mentor hands it back or runs out of time")
    JOIN = "join", _("One more reviewer takes it")
    LEAVE = "leave", _("One of several reviewers hands it back or runs out of time")
    WIDEN = "widen", _("The reviews differ: one more is asked for")
    ACCEPT = "accept", _("The review accepts")
    RETURN = "return", _("The review asks for a revision")
    DECLINE = "decline", _("The review declines")


class Decision(TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    REVISE = "revise", _("Please revise")
    DECLINED = "declined", _("Declined")


class Licence(TextChoices):
    """What others may do with a work, the strictest first. By its SPDX identifier, where it has one."""

    ALL_RIGHTS_RESERVED = "all_rights_reserved", _("All rights reserved")
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    MIT = "MIT", "MIT"
    CC0 = "CC0-1.0", "CC0 1.0"

    @property
    def url(self) -> str:
        """Where its own words are."""
        return LICENCE_URLS.get(self, "")

    @property
    def means(self) -> Promise:
        return LICENCE_MEANS[self]


LICENCE_URLS = {
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.MIT: "https://opensource.org/license/mit",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
LICENCE_MEANS = {
    Licence.ALL_RIGHTS_RESERVED: _("Others may look at it. Whoever wants to use it has to ask you."),
    Licence.CC_BY_SA: _(
        "Others may use and change it if they name your project and pass it on under the same licence."
    ),
    Licence.CC_BY: _("Others may use and change it if they name your project."),
    Licence.MIT: _("For programs: others may use and change them if your notice stays with them."),
    Licence.CC0: _("Anybody may do anything with it, without naming you."),
}


class MentorshipEnd(TextChoices):
    DECIDED = "decided", _("The project was accepted or declined")
    SILENT = "silent", _("The mentor did not answer in time")
    HANDED_BACK = "handed_back", _("The mentor handed the project back")
    TEAM = "team", _("The team asked for another mentor")
    CLOSED = "closed", _("The mentor may not see the project any longer")
    AWAY = "away", _("The mentor is away for long")


class OtherMentor(TextChoices):
    """Why a team asks for another mentor."""

    NO_ANSWERS = "no_answers", _("We wait too long for answers")
    LANGUAGE = "language", _("We don’t understand each other’s language")
    SUBJECT = "subject", _("Our project needs other knowledge")
    UNCOMFORTABLE = "uncomfortable", _("We don’t feel comfortable")
    OTHER = "other", _("Another reason")


class LetGo(TextChoices):
    """Why staff let somebody go from a team."""

    CONSENT = "consent", _("A consent is missing")
    SILENT = "silent", _("The member does not answer")
    WISH = "wish", _("The member or the guardian asked for it")
    SAFETY = "safety", _("To protect somebody in the team")
    OTHER = "other", _("Another reason")


class Awaited(TextChoices):
    """Who is waited for."""

    MENTOR = "mentor", _("The project's mentor")
    ANYBODY = "anybody", _("Any mentor")
    TEAM = "team", _("The team")
    CONSENT = "consent", _("A consent that the team needs")
