"""What is told is what has to be mended: nothing that is only so because of something else, and nothing twice."""

from pathlib import Path
from shutil import make_archive
from typing import Any

import pytest
from django.utils import translation

from courses.authoring.services import check_package
from tests.courses.authoring.test_checking import lesson, module, told
from tests.factories.courses import course_yaml, texts, write_package, write_yaml


def two_modules(*keys: str) -> dict[str, Any]:
    """Of a lesson each, `x` and `y`."""
    return course_yaml(
        modules=[module(key, lesson(name, title=texts(name))) for key, name in zip(keys, "xy", strict=True)]
    )


@pytest.mark.parametrize(
    ("repeated", "line", "code"),
    [
        ([module("a", lesson("x")), module("a", lesson("y"))], 31, "module_key_repeated"),
        ([module("a", lesson("x")), module("b", lesson("x"))], 37, "lesson_key_repeated"),
    ],
)
def test_a_repeated_key_is_all_that_is_wrong(
    tmp_path: Path, repeated: list[dict[str, Any]], line: int, code: str
) -> None:
    """Not what becomes of the files that were meant for another key."""
    folder = write_package(tmp_path, two_modules("a", "b"))
    write_yaml(folder / "course.yaml", course_yaml(modules=repeated))
    report = check_package(source=folder)
    assert (told(report), report.warnings) == ([("course.yaml", line, code)], ())


def test_a_lesson_that_course_yaml_does_not_list_is_told_once(tmp_path: Path) -> None:
    folder = write_package(tmp_path, two_modules("a", "b"))
    write_yaml(folder / "course.yaml", course_yaml(modules=[module("a", lesson("x"))]))
    (fault,) = check_package(source=folder).faults
    assert (fault.place, fault.code) == ("lessons/b/y.ar.md", "lesson_unlisted")
    with translation.override("en"):
        assert fault.detail == (
            "course.yaml has no lesson “y” in a module “b”. Add it there, or remove what belongs to it."
        )


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("lessons/start", "lessons/Start", "lessons/Start"),
        ("lessons/start", "Lessons/start", "Lessons"),
        ("course.yaml", "Course.yml", "Course.yml"),
        ("lessons/start/first.en.md", "lessons/start/First.EN.md", "lessons/start/First.EN.md"),
    ],
)
def test_a_name_that_is_spelt_otherwise_is_told_with_the_right_one(
    tmp_path: Path, right: str, wrong: str, place: str
) -> None:
    folder = write_package(tmp_path)
    (folder / wrong).parent.mkdir(exist_ok=True)
    (folder / right).rename(folder / wrong)
    (fault,) = check_package(source=folder).faults
    wanted = "/".join(right.split("/")[: place.count("/") + 1])
    assert (fault.file, fault.code, fault.values) == (place, "misnamed", {"wanted": wanted})


def test_each_part_of_a_name_is_told(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    (folder / "lessons/start").rename(folder / "lessons/Our start")
    (folder / "lessons/Our start/first.en.md").rename(folder / "lessons/Our start/first_one.en.md")
    faults = check_package(source=folder).faults
    assert [(fault.file, fault.values["wanted"]) for fault in faults if fault.code == "misnamed"] == [
        ("lessons/Our start", "lessons/our-start"),
        ("lessons/Our start/first_one.en.md", "lessons/our-start/first-one.en.md"),
    ]


@pytest.mark.parametrize(
    ("courses", "fault"),
    [
        (["work/one"], ("course.yaml", "course_elsewhere", {"folders": "work/one/"})),
        (["one", "two"], ("course.yaml", "several_courses", {"folders": "one/, two/"})),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_course_further_down_is_all_that_is_told(
    tmp_path: Path, courses: list[str], fault: tuple[str, str, dict[str, str]], packed: bool
) -> None:
    for name in courses:
        write_package(tmp_path / "all" / name)
    (tmp_path / "all" / "notes.txt").write_text("mine")
    source = Path(make_archive(str(tmp_path / "all"), "zip", tmp_path / "all")) if packed else tmp_path / "all"
    report = check_package(source=source)
    assert [(found.file, found.code, found.values) for found in report.faults] == [fault]
    assert report.warnings == ()


def test_where_no_course_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert told(check_package(source=tmp_path)) == [("course.yaml", 0, "file_missing")]
