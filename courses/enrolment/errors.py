from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict, FieldError, Unprocessable


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
    detail = _("Complete the courses that this one builds on, and enrol then. See `errors`.")

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
