from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.kernel.dates import last_day, long_date
from foundation.kernel.errors import Conflict, FieldError, Unprocessable
from foundation.kernel.language import current


class UnknownCourse(Unprocessable):
    code = "unknown_course"
    detail = _("There is no such course for you.")

    def __init__(self) -> None:
        detail = _("Give the slug of a course that you see in `courses`.")
        super().__init__(errors=[FieldError("/course", "unknown_course", detail)])


class PrerequisitesMissing(Conflict):
    """`prerequisites` of the document are the slugs, for a client to lead there."""

    code = "prerequisites_missing"
    title = _("Other courses come first")
    detail = _("Complete the courses that this one builds on, and enrol then. What is missing is listed.")

    def __init__(self, missing: Mapping[str, str]) -> None:
        """Titles by slug."""
        said = _("Complete “%(course)s” first.")
        errors = [FieldError("/course", self.code, str(said) % {"course": title}) for title in missing.values()]
        super().__init__(errors=errors, prerequisites=list(missing))


class PathCompleted(Conflict):
    code = "path_completed"
    detail = _("You have completed every course of this path.")


class EnrolmentWithdrawn(Conflict):
    code = "enrolment_withdrawn"
    detail = _("You are not enrolled in this course any more. Enrol again and go on where you were.")


class EnrolmentCompleted(Conflict):
    code = "enrolment_completed"
    detail = _("You have completed this course; that stays.")


class PreviewDiffers(Conflict):
    code = "digest_differs"
    title = _("The preview is of something else")
    detail = _("The course has changed since this digest. Look at the preview again and publish with the new digest.")


class QuizNotPassed(Conflict):
    code = "quiz_not_passed"
    detail = _("This lesson is a quiz: it is completed by passing it.")


class DeadlinePassed(Conflict):
    """`closed_at` says until when it counted."""

    code = "deadline_passed"
    keeps = True
    title = _("The deadline of this course is over")
    detail = _("What is done after the last day for this course doesn't count.")

    def __init__(self, closed_at: datetime, person: User) -> None:
        day = last_day(closed_at, person.time_zone)
        said = gettext(
            "The last day for this course was %(day)s: what is done later doesn't count. If you need more time, talk to your "
            "coordinator."
        )
        super().__init__(said % {"day": long_date(day, current(), person.country)}, closed_at=closed_at)


class NothingToReopen(Conflict):
    code = "nothing_to_reopen"
    title = _("There is nothing to open again")
    detail = _("No deadline holds the learner up: there is none, or the course was completed or left.")


class ReopeningUsed(Conflict):
    code = "reopening_used"
    title = _("This was used already")
    detail = _("The learner has gone on with what you gave her; it can't be taken back any more.")


class NotLater(Unprocessable):
    code = "not_later"
    detail = _("Another day is needed.")

    def __init__(self) -> None:
        detail = _("Choose a day that isn't over, and later than the deadline that she has with everybody.")
        super().__init__(errors=[FieldError("/until", "not_later", detail)])
