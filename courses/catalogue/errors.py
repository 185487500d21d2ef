from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict, FieldError, Gone, Unprocessable


class VersionOutdated(Conflict):
    code = "version_outdated"
    detail = _("A later version of this course is published already.")


class MediaWithdrawn(Gone):
    code = "media_withdrawn"
    detail = _("This was taken down, and is not kept any more.")


class UnknownCourses(Unprocessable):
    code = "unknown_courses"
    detail = _("A path leads through published courses, through each of them once. What is wrong is listed.")


class VersionIncomplete(Unprocessable):
    code = "version_incomplete"
    detail = _("This version can't be published yet.")

    def __init__(self, faults: Sequence[FieldError]) -> None:
        super().__init__(errors=tuple(faults))
