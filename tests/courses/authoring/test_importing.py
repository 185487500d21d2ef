"""From a package to a course that people read, by the service and at the command line."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from courses.authoring.errors import PackageRefused
from courses.authoring.services import check_package, import_package
from courses.catalogue.models import Course, CourseVersion, LessonContent
from foundation.kernel.errors import Forbidden
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_yaml, write_package
from tests.factories.programmes import GrantFactory

pytestmark = pytest.mark.django_db
SHIPPED = Path(__file__).resolve().parents[3] / "docs/examples/courses/what-future-jobs-ask-of-you"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def test_the_course_that_we_ship_comes_in_whole() -> None:
    version = import_package(actor=None, source=SHIPPED)
    assert (version.number, version.hours, version.languages) == (1, 6, ["ar", "en", "fr"])
    assert version.modules.count() == 3
    assert version.lessons.count() == 15
    assert LessonContent.objects.filter(lesson__version=version).count() == 45
    assert version.published_at is None


def test_the_same_package_again_makes_nothing_new(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    first = import_package(actor=None, source=folder)
    assert import_package(actor=None, source=folder) == first
    assert import_package(actor=None, source=write_package(folder, body="Other text.")).number == 2


def test_another_share_is_another_version(tmp_path: Path) -> None:
    shares = []
    for changes in ({}, {"completion": {"share": 80}}, {"completion": {"share": 79}}):
        version = import_package(actor=None, source=write_package(tmp_path, course_yaml(**changes)))
        shares.append((version.number, version.share))
    assert shares == [(1, 100), (2, 80), (3, 79)]


def test_a_faulty_package_changes_nothing_and_says_everything(tmp_path: Path) -> None:
    folder = write_package(tmp_path, course_yaml(hours=0, level="easy"))
    with pytest.raises(PackageRefused) as refusal:
        import_package(actor=None, source=folder)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [
        ("course.yaml:11", "choice"),
        ("course.yaml:12", "too_small"),
    ]
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    ("role", "may"), [(Role.AUTHOR, True), (Role.PROGRAMME_OFFICE, True), (Role.MENTOR, False), (None, False)]
)
def test_who_may_import(tmp_path: Path, role: Role | None, may: bool) -> None:
    actor = PersonFactory()
    if role:
        GrantFactory(person=actor, role=role)
    folder = write_package(tmp_path)
    if may:
        assert import_package(actor=actor, source=folder).number == 1
    else:
        with pytest.raises(Forbidden):
            import_package(actor=actor, source=folder)
        assert not CourseVersion.objects.exists()


def test_at_the_command_line(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    assert run("check_package", str(folder), "--language=en") == f"{folder}: a-course, lessons: 1 ✓\n"
    assert run("import_package", str(folder)) == "a-course 1: draft\n"
    assert run("import_package", str(folder), "--publish", "--open") == "a-course 1: published\n"
    assert run("import_package", str(folder), "--publish", "--open") == "a-course 1: published\n"
    course = Course.objects.get()
    assert (course.open_to_all, course.published_version) == (True, CourseVersion.objects.get())


@pytest.mark.parametrize(
    ("system", "said"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "leçons\xa0: 1"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "ar_MA.UTF-8"}, "عدد الدروس: 1"),
        ({"LANG": "C.UTF-8"}, "lessons: 1"),
        ({}, "lessons: 1"),
    ],
)
def test_checking_speaks_the_language_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: dict[str, str], said: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in system.items():
        monkeypatch.setenv(name, value)
    folder = write_package(tmp_path)
    assert run("check_package", str(folder)) == f"{folder}: a-course, {said} ✓\n"


def test_a_course_that_is_asked_for_and_not_offered_is_a_warning(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "after", course_yaml(prerequisites=["before"]))
    told = "course.yaml: (There is no published course “before” here yet. Without it this one can't be published.)\n"
    assert run("import_package", str(folder)) == f"{told}a-course 1: draft\n"
    assert check_package(source=folder).warnings == ()
    run("import_package", str(write_package(tmp_path / "before", course_yaml(slug="before"))), "--publish")
    assert run("import_package", str(folder)) == "a-course 1: draft\n"


def test_what_cannot_be_published_at_the_command_line(tmp_path: Path) -> None:
    folder, out = write_package(tmp_path, course_yaml(prerequisites=["before"])), StringIO()
    with pytest.raises(CommandError, match="can't be published yet"):
        call_command("import_package", str(folder), "--publish", stderr=out)
    told = "/prerequisites/0: There is no published course “before” that could be completed first.\n"
    assert (out.getvalue(), Course.objects.exists()) == (told, False)


def test_a_faulty_package_at_the_command_line(tmp_path: Path) -> None:
    folder = write_package(tmp_path, course_yaml(hours=0))
    out = StringIO()
    with pytest.raises(CommandError, match="Problems: 1"):
        call_command("check_package", str(folder), "--language=en", stdout=out)
    assert out.getvalue() == "course.yaml:12: This has to be at least 1.\n"
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_package", str(folder), stderr=out)
    assert not Course.objects.exists()
