"""Where two of the office meet over a path."""

import pytest

from courses.catalogue.models import Path, PathCourse
from courses.catalogue.services import change_path, create_path
from foundation.accounts.models import User
from foundation.audit.models import Record
from tests.factories.courses import published_course, texts
from tests.factories.programmes import office
from tests.racing import codes, race

pytestmark = pytest.mark.django_db(transaction=True)


def set_up() -> User:
    for slug in ("first", "second"):
        published_course(slug)
    return office()


def lay(actor: User) -> Path:
    said = {"title": texts("T"), "summary": texts("S")}
    return create_path(actor=actor, slug="to-work", courses=["first", "second"], **said)


def change(actor: User, *courses: str) -> tuple[str, ...]:
    change_path(actor=actor, slug="to-work", revision=1, changes={"courses": courses})
    return courses


def test_a_path_is_laid_once() -> None:
    actor = set_up()
    assert codes(race(*[lambda: lay(actor)] * 4)) == {"done": 1, "slug_taken": 3}
    laid = (Path.objects.count(), PathCourse.objects.count(), Record.objects.filter(action="path_created").count())
    assert laid == (1, 2, 1)


def test_of_two_changes_at_once_one_is_stale() -> None:
    actor = set_up()
    lay(actor)
    results = race(lambda: change(actor, "first"), lambda: change(actor, "second"))
    assert codes(results) == {"done": 1, "stale": 1}
    assert tuple(PathCourse.objects.values_list("course__slug", flat=True)) in results
    assert (Path.objects.get().revision, Record.objects.filter(action="path_changed").count()) == (2, 1)
