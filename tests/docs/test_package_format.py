"""The example of the page about packages is a sound package, with every kind of question."""

import re
from pathlib import Path

import yaml

from courses.assessment.enums import QuestionKind
from courses.authoring.rules.captions import captions_faults
from courses.authoring.rules.files import (
    MAX_ARCHIVE_BYTES,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_LESSON_BYTES,
    MAX_PACKAGE_BYTES,
    MAX_RECORDING_BYTES,
    MAX_TEXT_BYTES,
    MEDIA_FILE,
)
from courses.authoring.rules.pictures import MAX_PIXELS, MAX_SIDE
from courses.authoring.rules.texts import MAX_FRONT
from courses.authoring.services import check_package
from tests.docs.example_package import PAGE, SHOWN, write_example


def test_the_example_is_a_sound_package(tmp_path: Path) -> None:
    assert sorted(SHOWN) == [
        "course.yaml",
        "lessons/inside/check.en.md",
        "lessons/inside/check.quiz.yaml",
        "lessons/inside/parts.en.md",
    ]
    report = check_package(source=write_example(tmp_path))
    assert report.faults == ()
    assert {fault.code for fault in report.warnings} == {"translation_missing"}


def test_it_has_every_kind_of_question() -> None:
    quiz = yaml.safe_load(SHOWN["lessons/inside/check.quiz.yaml"])
    assert sorted(question["kind"] for question in quiz["questions"]) == sorted(QuestionKind.values)


def test_the_limits_are_those_that_hold() -> None:
    told = dict(re.findall(r"^\| ([\w ,]+) \| ([\d,]+ (?:MB|KB|characters)|3,000) \|$", PAGE, re.MULTILINE))
    assert told == {
        "a zip": f"{MAX_ARCHIVE_BYTES // 2**20} MB",
        "all files, unpacked": f"{MAX_PACKAGE_BYTES // 2**20} MB",
        "texts, questions and captions": f"{MAX_TEXT_BYTES // 2**20} MB",
        "files": f"{MAX_FILES:,}",
        "a recording": f"{MAX_RECORDING_BYTES // 2**20} MB",
        "a lesson in one language": f"{MAX_LESSON_BYTES // 2**10} KB",
        "any other file": f"{MAX_FILE_BYTES // 2**10} KB",
        "front matter": f"{MAX_FRONT:,} characters",
    }


def test_what_is_shown_has_these_kinds_and_limits() -> None:
    assert (
        f"| {MAX_FILE_BYTES // 2**10} KB, {MAX_SIDE} pixels a side; {MAX_PIXELS // 10**6} million pixels in a package |"
        in PAGE
    )
    assert [bool(MEDIA_FILE.fullmatch(name)) for name in re.findall(r"\]\((media/[^ )]+)", PAGE)] == [True, True]


def test_its_captions_are_captions() -> None:
    (captions,) = re.findall(r"^```text\n(WEBVTT.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert list(captions_faults(captions)) == []
