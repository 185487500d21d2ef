"""A course as its caller stands to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet

from courses.catalogue.models import Course
from courses.catalogue.policies import Caller
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import Asked
from courses.enrolment.selectors.completing import asked_by


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """`completed` is None for a stranger."""

    course: str
    title: Mapping[str, str]
    completed: bool | None


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """`revision` is what a change by the office is held against."""

    id: UUID
    slug: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    languages: Sequence[str]
    level: str
    hours: int
    skills: Sequence[str]
    open_to_all: bool
    revision: int
    prerequisites: Sequence[Prerequisite]
    completion: Asked


COPIED = tuple(name for name in CourseFacts.__dataclass_fields__ if name not in {"prerequisites", "completion"})


def facts_of(actor: Caller, course: Course) -> CourseFacts:
    copied: dict[str, Any] = {name: getattr(course, name) for name in COPIED}
    assert course.published_version_id  # noqa: S101 (for the type checker: only what is published is seen)
    asked = asked_by(course.published_version_id)
    return CourseFacts(**copied, prerequisites=prerequisites_of(actor, course), completion=asked)


def prerequisites_of(actor: Caller, course: Course) -> list[Prerequisite]:
    """In the course's own order. Who may see a course may know what it asks for."""
    if not course.prerequisites:
        return []
    completed = _completed_by(actor).filter(course=OuterRef("pk"))
    asked = Course.objects.filter(slug__in=course.prerequisites).annotate(completed=Exists(completed))
    known = actor.is_authenticated
    found = {
        slug: Prerequisite(slug, title, is_completed if known else None)
        for slug, title, is_completed in asked.values_list("slug", "title", "completed")
    }
    return [found[slug] for slug in course.prerequisites if slug in found]


def ready_for(actor: Caller, courses: QuerySet[Course]) -> QuerySet[Course]:
    """Those whose prerequisites the person has completed."""
    completed = _completed_by(actor).values_list(F("course__slug"))
    return courses.filter(prerequisites__contained_by=ArraySubquery(completed))


def _completed_by(actor: Caller) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person=actor.pk, status=EnrolmentStatus.COMPLETED)
