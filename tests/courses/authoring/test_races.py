"""Where two who import the same course can meet."""

from hashlib import sha256
from pathlib import Path

import pytest

from courses.assessment.models import Quiz
from courses.authoring.models import Package
from courses.authoring.services import import_package
from courses.catalogue.models import CourseVersion, MediaFile
from tests.courses.authoring.hostile import sound
from tests.factories.courses import course_yaml, write_package
from tests.factories.media import picture
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


def test_two_courses_that_bring_the_same_pictures_at_once(tmp_path: Path) -> None:
    colours = ("red", "green", "blue")
    drawn: dict[str, bytes | str] = {f"{colour}.png": picture(colour=colour) for colour in colours}
    names = [f"course-{number}" for number in range(4)]
    for name in names:
        write_package(tmp_path / name, course_yaml(slug=name), "![A](media/red.png)", media=drawn)
    versions = at_once(*(lambda name=name: import_package(actor=None, source=tmp_path / name) for name in names))
    assert sorted(version.course.slug for version in versions) == names
    assert sorted(MediaFile.objects.values_list("sha256", flat=True)) == sorted(
        sha256(picture(colour=colour)).hexdigest() for colour in colours
    )
