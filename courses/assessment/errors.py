from collections.abc import Mapping
from datetime import datetime
from math import ceil

from django.utils.translation import gettext_lazy as _

from courses.enrolment.errors import NothingToReopen
from foundation.kernel.errors import Conflict, FieldError, Invalid, Words

MISREAD: Mapping[str, Words] = {
    "unknown_question": _("This attempt has no question with this id."),
    "unknown_option": _("There is no option with this id here."),
    "option_expected": _("Give the id of an option."),
    "list_expected": _("Give a list of ids."),
    "repeated_option": _("Each option may be named once."),
    "boolean_expected": _("Give true or false."),
    "text_expected": _("Give a text."),
    "too_long": _("This answer is too long."),
    "not_a_number": _("Give a number as a text, such as “2.5”."),
    "pairs_expected": _("Give an object that has what belongs together: the id of one side, and that of the other."),
}


class AnswersNotRight(Invalid):
    code = "answers_not_right"
    detail = _("One of these can't be an answer to its question. Nothing was saved.")

    def __init__(self, code: str, pointer: str) -> None:
        super().__init__(errors=[FieldError(f"/answers{pointer}", code, MISREAD[code])])


class AttemptSubmitted(Conflict):
    code = "attempt_submitted"
    detail = _("This attempt was submitted and takes no more answers.")


class AttemptExpired(Conflict):
    code = "attempt_expired"
    detail = _("The time for this attempt is over. What had been saved by then was graded.")


# What ran out is graded before another attempt is refused for it: that stands.


class QuizPassed(Conflict):
    code = "quiz_passed"
    keeps = True
    detail = _("You have passed this quiz; that stays.")


class NoAttemptLeft(Conflict):
    code = "no_attempt_left"
    keeps = True
    detail = _("You have used every attempt that this quiz allows. If you need one more, talk to your coordinator.")


class NoAttemptToGive(NothingToReopen):
    detail = _("The learner has an attempt left, or has passed this quiz, or has left the course.")


class NoQuiz(NothingToReopen):
    detail = _("This lesson isn't a quiz: there are no attempts to give.")


class QuizCooldown(Conflict):
    """`retry_at` says when it may be tried again."""

    code = "quiz_cooldown"
    keeps = True
    detail = _("Take a break before you try again, and look at the lessons once more.")

    def __init__(self, retry_at: datetime, now: datetime) -> None:
        super().__init__(retry_at=retry_at)
        self.retry_after = ceil((retry_at - now).total_seconds())
