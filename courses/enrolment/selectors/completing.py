"""What completes a version."""

from uuid import UUID

from courses.catalogue.models import Lesson
from courses.catalogue.selectors import Outline
from courses.enrolment.rules import Asked, asked


def asked_by(version_id: UUID) -> Asked:
    """In one statement; of a version that requires something, as those do that are published."""
    required = list(
        Lesson.objects.filter(version=version_id, required=True).values_list("id", "kind", "version__share")
    )
    return asked([(lesson_id, kind) for lesson_id, kind, _ in required], required[0][2])


def asked_in(outline: Outline) -> Asked:
    required = [(each.id, each.kind) for module in outline.modules for each in module.lessons if each.required]
    return asked(required, outline.share)
