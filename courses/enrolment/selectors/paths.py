"""Paths through courses, and where a person stands on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from courses.catalogue.models import Course, PathCourse
from courses.catalogue.policies import Caller, paths_visible_to
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.selectors.reading import EnrolmentFacts, enrolments_of
from foundation.accounts.models import User
from foundation.kernel.errors import NotFound

PATH_FIELDS = ("id", "slug", "title", "summary", "is_published", "revision", "courses")


@dataclass(frozen=True, slots=True)
class PathStep:
    """A course of a path; `enrolment` is how the caller stands in it."""

    course: str
    title: Mapping[str, str]
    hours: int
    enrolment: EnrolmentFacts | None

    @property
    def is_completed(self) -> bool:
        return self.enrolment is not None and self.enrolment.status == EnrolmentStatus.COMPLETED


@dataclass(frozen=True, slots=True)
class PathFacts:
    """A path as its caller sees it: `courses` and `steps` run side by side."""

    id: UUID
    slug: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    is_published: bool
    revision: int
    courses: Sequence[str]
    steps: Sequence[PathStep]

    @property
    def next(self) -> str | None:
        """The first course that is not completed."""
        return next((step.course for step in self.steps if not step.is_completed), None)


def list_paths(actor: Caller) -> QuerySet[Any, dict[str, Any]]:
    rows: QuerySet[Any, dict[str, Any]] = paths_visible_to(actor).values(*PATH_FIELDS)
    return rows


def path_for(actor: Caller, slug: str) -> PathFacts:
    path = list_paths(actor).filter(slug=slug).first()
    if path is None:
        raise NotFound
    return PathFacts(**path, steps=_steps(actor, path["courses"]))


def _steps(actor: Caller, slugs: Sequence[str]) -> list[PathStep]:
    rows = Course.objects.filter(slug__in=slugs).values_list("slug", "title", "hours")
    courses = {slug: (title, hours) for slug, title, hours in rows}
    enrolments = _enrolments(actor, slugs) if isinstance(actor, User) else {}
    return [PathStep(slug, *courses[slug], enrolments.get(slug)) for slug in slugs]


def _enrolments(actor: User, slugs: Sequence[str]) -> dict[str, EnrolmentFacts]:
    """The one that is live before those that she left, of these the latest."""
    rows = enrolments_of(actor).filter(course__slug__in=slugs).order_by("id")
    found = sorted((EnrolmentFacts(**row) for row in rows), key=lambda one: one.status != EnrolmentStatus.WITHDRAWN)
    return {enrolment.slug: enrolment for enrolment in found}


def path_going_on(actor: User, courses: QuerySet[Course]) -> Subquery:
    """Of a course the title of a path that goes on with it: something of that path is completed, and of `courses`, which she
    sees, all that comes before it."""
    completed = Enrolment.objects.filter(person=actor, status=EnrolmentStatus.COMPLETED).values("course")
    others = PathCourse.objects.filter(path=OuterRef("path"))
    waiting = others.filter(position__lt=OuterRef("position"), course__in=courses).exclude(course__in=completed)
    steps = PathCourse.objects.filter(
        Exists(others.filter(course__in=completed)), ~Exists(waiting), course=OuterRef("pk")
    )
    return Subquery(steps.filter(path__is_published=True).order_by("path").values("path__title")[:1])
