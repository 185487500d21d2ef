from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.catalogue.errors import VersionIncomplete, VersionOutdated
from courses.catalogue.models import DESCRIPTION, Course, CourseVersion, Edition, Lesson
from courses.catalogue.policies import courses_visible_to, require_author
from courses.catalogue.rules import LessonFacts, may_publish, prerequisite_faults, publishing_faults
from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.clock import now
from foundation.kernel.errors import FieldError, Forbidden, NotFound
from foundation.kernel.models import check_revision
from foundation.kernel.statements import run
from foundation.outbox import publish
from foundation.outbox.events.courses import CoursePublished
from foundation.programmes.policies import is_office, one

FAULTS = {
    "nothing_required": _("At least one lesson has to be required, or the course could never be completed."),
    "without_text": _("This lesson has no text in any language."),
    "prerequisite_unpublished": _("There is no published course “%(courses)s” that could be completed first."),
    "prerequisite_circle": _("This would go round in a circle: %(courses)s."),
}


@transaction.atomic
def publish_version(*, actor: User | None, version_id: UUID) -> CourseVersion:
    """From now on the version never changes, and it is what new learners get. Those under way keep theirs."""
    require_author(actor)
    version = lock_version(version_id)
    if version.published_at:
        return version
    _take_turns()
    check_version(version)
    version.published_at = now()
    version.save(update_fields=["published_at"])
    _show(version)
    record(
        actor_id=actor.id if actor else None,
        action="course_version_published",
        subject_type="course_version",
        subject_id=version.id,
        details={"course": version.course.slug, "number": version.number},
    )
    publish(CoursePublished(course_id=version.course_id, course_slug=version.course.slug, version_id=version.id))
    return version


def lock_version(version_id: UUID) -> CourseVersion:
    """With its course: two publishers of one course take turns."""
    course = Course.objects.select_for_update(of=("self",), no_key=True).filter(versions=version_id).first()
    if course is None:
        raise NotFound
    return CourseVersion.objects.select_related("course__published_version").get(id=version_id)


def _take_turns() -> None:
    """All who publish: of two courses that would come to ask for each other the second one sees the first."""
    Edition.objects.select_for_update().first()


def check_version(version: CourseVersion) -> None:
    """Raise what keeps it from being published."""
    published = version.course.published_version
    if not may_publish(number=version.number, published_number=published.number if published else None):
        raise VersionOutdated
    faults = [FieldError(pointer, code, FAULTS[code]) for pointer, code in publishing_faults(_lessons_of(version))]
    faults += _prerequisite_faults(version) if version.prerequisites else ()
    if faults:
        raise VersionIncomplete(faults)


def _prerequisite_faults(version: CourseVersion) -> Iterator[FieldError]:
    courses = Course.objects.values_list("slug", "prerequisites", "published_version")
    known = {slug: asked if published else None for slug, asked, published in courses}
    for pointer, code, named in prerequisite_faults(version.course.slug, version.prerequisites, known):
        yield FieldError(pointer, code, str(FAULTS[code]) % {"courses": " → ".join(named)})


def _lessons_of(version: CourseVersion) -> list[LessonFacts]:
    lessons = Lesson.objects.filter(version=version).select_related("module").prefetch_related("contents")
    return [
        LessonFacts(
            lesson.module.key, lesson.key, lesson.required, frozenset(text.language for text in lesson.contents.all())
        )
        for lesson in lessons.order_by("module__position", "position")
    ]


def _show(version: CourseVersion) -> None:
    course = version.course
    course.published_version = version
    for name in DESCRIPTION:
        setattr(course, name, getattr(version, name))
    course.advance(["published_version", *DESCRIPTION])
    run("SELECT catalogue_index_course(%(course)s)", {"course": course.id})


@transaction.atomic
def offer_to_all(*, actor: User | None, slug: str, open_to_all: bool = True) -> Course:
    """Open a course to everybody, or to those cohorts alone that name it."""
    require_author(actor)
    course = Course.objects.select_for_update(of=("self",), no_key=True).filter(slug=slug).first()
    if course is None:
        raise NotFound
    if course.open_to_all != open_to_all:
        course.open_to_all = open_to_all
        course.advance(["open_to_all"])
        record(
            actor_id=actor.id if actor else None,
            action="course_opened" if open_to_all else "course_closed",
            subject_type="course",
            subject_id=course.id,
        )
    return course


@transaction.atomic
def change_course(*, actor: User, slug: str, revision: int | None, changes: Mapping[str, Any]) -> Course:
    """What the office decides about a course, beside what its versions say."""
    course = one(courses_visible_to(actor).select_for_update(of=("self",), no_key=True).filter(slug=slug))
    if not is_office(actor):
        raise Forbidden
    check_revision(course, revision)
    return offer_to_all(actor=actor, slug=slug, open_to_all=changes.get("open_to_all", course.open_to_all))
