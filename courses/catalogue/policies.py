from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from courses.catalogue.models import Course, CourseVersion, Path, PathCourse
from foundation.accounts.models import User
from foundation.kernel.errors import Forbidden, NotFound
from foundation.programmes.enums import Role
from foundation.programmes.policies import has_role, is_office, one
from foundation.programmes.selectors import cohort_courses_for

Caller = User | AnonymousUser


def sees_every_course(actor: Caller) -> bool:
    """Whoever holds a role: courses hold nothing personal, and cohorts are given theirs by looking at them."""
    return bool(actor.is_staff)


def published_in(slugs: Collection[str] | None) -> QuerySet[Course]:
    """Published courses that are open to all or among `slugs`; None: all of them."""
    published = Course.objects.filter(published_version__isnull=False)
    return published if slugs is None else published.filter(Q(open_to_all=True) | Q(slug__in=slugs))


def courses_visible_to(actor: Caller) -> QuerySet[Course]:
    if sees_every_course(actor):
        return published_in(None)
    return published_in(cohort_courses_for(actor.id) if isinstance(actor, User) else ())


def get_course_for(actor: Caller, slug: str) -> Course:
    course = courses_visible_to(actor).filter(slug=slug).first()
    if course is None:
        raise NotFound
    return course


def paths_visible_to(actor: Caller) -> QuerySet[Any]:
    """Each with the slugs of those of its `courses` that the caller sees; without any there is no path for her."""
    shown = PathCourse.objects.filter(path=OuterRef("pk"), course__in=courses_visible_to(actor)).order_by("position")
    paths = Path.objects.annotate(courses=ArraySubquery(shown.values("course__slug")))
    if isinstance(actor, User) and actor.is_staff and is_office(actor):
        return paths
    return paths.filter(is_published=True).exclude(courses=[])


def is_author(actor: User) -> bool:
    return has_role(actor, Role.AUTHOR) or is_office(actor)


def require_author(actor: User | None) -> None:
    """None is the operator at the command line."""
    if actor is not None and not is_author(actor):
        raise Forbidden


def versions_visible_to(actor: User, slug: str) -> QuerySet[CourseVersion]:
    """Drafts and all of them, for authors and the office; learners see what is published through their enrolments."""
    versions = CourseVersion.objects.filter(course__slug=slug)
    return versions if is_author(actor) else versions.none()


def get_version_for(actor: User, slug: str, number: int) -> CourseVersion:
    return one(versions_visible_to(actor, slug).select_related("course").filter(number=number))
