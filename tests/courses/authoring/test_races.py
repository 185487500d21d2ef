"""Where two who import the same course can meet."""

from pathlib import Path

import pytest

from courses.assessment.models import Quiz
from courses.authoring.models import Package
from courses.authoring.services import import_package
from courses.catalogue.models import CourseVersion
from tests.courses.authoring.hostile import sound
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_package_twice_at_once_is_one_version_and_another_is_the_next(tmp_path: Path) -> None:
    sound(tmp_path / "one")
    other = sound(tmp_path / "other")["course.yaml"].replace(b"hours: 2", b"hours: 3")
    (tmp_path / "other/course.yaml").write_bytes(other)
    names = ["one", "one", "one", "other"]
    versions = at_once(*(lambda name=name: import_package(actor=None, source=tmp_path / name) for name in names))
    numbers = {version.number for version in versions}
    assert len(numbers) == CourseVersion.objects.count() == Package.objects.count() == Quiz.objects.count()
    assert sorted(numbers) in ([1, 2], [1, 2, 3])  # the other may come in between
