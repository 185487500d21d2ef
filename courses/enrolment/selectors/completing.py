"""What completes a version."""

from courses.catalogue.models import CourseVersion, Lesson
from courses.catalogue.selectors import Outline
from courses.enrolment.rules import Asked, asked


def asked_by(version: CourseVersion) -> Asked:
    required = Lesson.objects.filter(version=version, required=True)
    return asked(required.values_list("id", "kind"), version.share)


def completion_of(outline: Outline) -> dict[str, int]:
    """As its readers are told."""
    required = [(each.id, each.kind) for module in outline.modules for each in module.lessons if each.required]
    return {"share": outline.share, "needed": asked(required, outline.share).needed}
