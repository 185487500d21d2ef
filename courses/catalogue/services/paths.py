"""Paths through courses, which the office lays."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from courses.catalogue.errors import UnknownCourses
from courses.catalogue.models import Path, PathCourse
from courses.catalogue.policies import paths_visible_to, published_in
from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.errors import FieldError, Forbidden
from foundation.kernel.models import check_revision
from foundation.programmes.errors import SlugTaken
from foundation.programmes.policies import is_office, one

CHANGEABLE = ("title", "summary", "is_published")
FAULTS = {
    "unknown_course": _("There is no published course “%(course)s”."),
    "repeated": _("“%(course)s” may stand here only once."),
}


@transaction.atomic
def create_path(
    *,
    actor: User,
    slug: str,
    title: Mapping[str, str],
    summary: Mapping[str, str],
    courses: Sequence[str],
    is_published: bool = False,
) -> Path:
    _require_office(actor)
    path = Path(slug=slug, title=title, summary=summary, is_published=is_published)
    try:
        with transaction.atomic():
            path.save(force_insert=True)
    except IntegrityError:
        raise SlugTaken from None
    _lead_through(path, courses)
    record(actor_id=actor.id, action="path_created", subject_type="path", subject_id=path.id)
    return path


@transaction.atomic
def change_path(*, actor: User, slug: str, revision: int | None, changes: Mapping[str, Any]) -> Path:
    path: Path = one(paths_visible_to(actor).select_for_update(of=("self",), no_key=True).filter(slug=slug))
    _require_office(actor)
    check_revision(path, revision)
    for name in CHANGEABLE:
        setattr(path, name, changes.get(name, getattr(path, name)))
    if "courses" in changes:
        path.steps.all().delete()
        _lead_through(path, changes["courses"])
    record(actor_id=actor.id, action="path_changed", subject_type="path", subject_id=path.id)
    return path.advance(CHANGEABLE)


def _require_office(actor: User) -> None:
    if not is_office(actor):
        raise Forbidden


def find_courses(slugs: Sequence[str]) -> dict[str, UUID]:
    """Those that a path may lead through, by their slugs; or what is wrong with them."""
    known = dict(published_in(None).filter(slug__in=slugs).values_list("slug", "id"))
    if faults := list(_faults_in(slugs, known)):
        raise UnknownCourses(errors=faults)
    return known


def _lead_through(path: Path, courses: Sequence[str]) -> None:
    known = find_courses(courses)
    PathCourse.objects.bulk_create(
        PathCourse(path=path, course_id=known[slug], position=position)
        for position, slug in enumerate(courses, start=1)
    )


def _faults_in(courses: Sequence[str], known: Mapping[str, UUID]) -> Iterator[FieldError]:
    for place, slug in enumerate(courses):
        code = "unknown_course" if slug not in known else "repeated" if slug in courses[:place] else ""
        if code:
            yield FieldError(f"/courses/{place}", code, str(FAULTS[code]) % {"course": slug})
