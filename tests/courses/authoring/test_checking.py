"""Everything wrong with a package is said at once, with file and line, and a sound one passes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from courses.authoring.errors import IN_WORDS
from courses.authoring.services import Report, check_package
from courses.authoring.services.schema import COURSE_SCHEMA, QUIZ_SCHEMA, SCHEMAS
from tests.factories.courses import course_yaml, texts, write_package

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples" / "courses"
FIRST = "lessons/start/first.en.md"


def told(report: Report) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.line, fault.code) for fault in report.faults]


def module(key: str, *lessons: dict[str, Any]) -> dict[str, Any]:
    return {"key": key, "title": texts(key), "lessons": list(lessons)}


def lesson(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "title": texts(key), "minutes": 10, **more}


def test_a_sound_package_has_no_faults(tmp_path: Path) -> None:
    report = check_package(source=write_package(tmp_path))
    assert (report.faults, report.warnings) == ((), ())
    assert report.draft is not None
    assert [entry.texts["en"] for entry in report.draft.lessons()] == ["<p>Some <em>text</em>.</p>\n"]


@pytest.mark.parametrize(
    "folder", sorted(path for path in EXAMPLES.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_the_courses_that_we_ship_are_sound(folder: Path) -> None:
    report = check_package(source=folder)
    assert (report.faults, report.warnings) == ((), ())


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    folder = write_package(tmp_path, course_yaml(hours="six", level="easy", extra=1))
    (folder / FIRST).write_text("no front matter")
    (folder / "notes.txt").write_text("mine")
    assert told(check_package(source=folder)) == [
        ("course.yaml", 11, "choice"),
        ("course.yaml", 12, "type"),
        ("course.yaml", 31, "unknown"),
        (FIRST, 1, "front_matter_missing"),
        ("notes.txt", 0, "unknown_file"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": 2}, "choice"),
        ({"slug": "Not A Slug"}, "form"),
        ({"hours": 0}, "too_small"),
        ({"hours": 401}, "too_large"),
        ({"hours": True}, "type"),
        ({"title": {"en": "Only English"}}, "text_missing"),
        ({"title": {**texts("x"), "de": "Deutsch"}}, "unknown"),
        ({"skills": []}, "too_short"),
        ({"skills": ["a", "a"]}, "repeated"),
        ({"sources": [{"title": "t", "url": "https://a.b"}, {"url": "https://a.b", "title": "t"}]}, "repeated"),
        ({"licence": "all rights reserved"}, "choice"),
        ({"authors": ["x" * 201]}, "too_long"),
        ({"prerequisites": "first"}, "type"),
        ({"prerequisites": ["a", "a"]}, "repeated"),
        ({"prerequisites": [f"course-{number}" for number in range(6)]}, "too_long"),
        ({"prerequisites": ["Not A Slug"]}, "form"),
        ({"sources": [{"title": "t", "url": "javascript:alert(1)"}]}, "form"),
        ({"completion": {}}, "missing"),
        ({"completion": {"share": 0}}, "too_small"),
        ({"completion": {"share": 101}}, "too_large"),
        ({"completion": {"share": 80.5}}, "type"),
        ({"completion": {"share": 80, "quizzes": 1}}, "unknown"),
        ({"modules": []}, "too_short"),
        ({"modules": [module("start", lesson("first", minutes="ten"))]}, "type"),
        ({"modules": [module("start", lesson("../first"))]}, "form"),
    ],
)
def test_the_schema_speaks_in_our_words(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    folder = write_package(tmp_path)
    write_package(folder.parent / "other")
    (folder / "course.yaml").write_text(_dump(course_yaml(**changes)))
    assert code in [fault.code for fault in check_package(source=folder).faults]


def _dump(course: dict[str, Any]) -> str:
    return yaml.safe_dump(course, allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize(
    ("modules", "codes"),
    [
        ([module("a", lesson("x")), module("a", lesson("y"))], ["module_key_repeated"]),
        ([module("a", lesson("x")), module("b", lesson("x"))], ["lesson_key_repeated"]),
        ([module("a", lesson("x", required=False))], ["nothing_required"]),
    ],
)
def test_what_a_schema_cannot_say(tmp_path: Path, modules: list[dict[str, Any]], codes: list[str]) -> None:
    report = check_package(source=write_package(tmp_path, course_yaml(modules=modules)))
    assert [fault.code for fault in report.faults] == codes


def test_a_slug_that_is_an_address_of_its_own_is_refused(tmp_path: Path) -> None:
    report = check_package(source=write_package(tmp_path, course_yaml(slug="facets")))
    assert (told(report), report.draft) == ([("course.yaml", 2, "slug_reserved")], None)


def test_a_course_does_not_ask_for_itself(tmp_path: Path) -> None:
    report = check_package(source=write_package(tmp_path, course_yaml(prerequisites=["before", "a-course"])))
    assert told(report) == [("course.yaml", 33, "prerequisite_itself")]
    sound = check_package(source=write_package(tmp_path, course_yaml(prerequisites=["before"])))
    assert sound.draft is not None
    assert sound.draft.prerequisites == ["before"]


def test_a_lesson_may_wait_for_a_translation_but_not_for_all(tmp_path: Path) -> None:
    folder = write_package(tmp_path, course_yaml(modules=[module("start", lesson("first"), lesson("second"))]))
    (folder / "lessons/start/second.fr.md").unlink()
    report = check_package(source=folder)
    assert report.faults == ()
    assert [(fault.file, fault.code) for fault in report.warnings] == [
        ("lessons/start/second.fr.md", "translation_missing")
    ]
    assert report.draft is not None
    assert [sorted(entry.texts) for entry in report.draft.lessons()] == [["ar", "en", "fr"], ["ar", "en"]]
    for language in ("ar", "en"):
        (folder / f"lessons/start/second.{language}.md").unlink()
    assert [fault.code for fault in check_package(source=folder).faults] == ["lesson_without_text"]


def test_some_language_has_to_be_whole(tmp_path: Path) -> None:
    folder = write_package(tmp_path, course_yaml(modules=[module("start", lesson("first"), lesson("second"))]))
    for name in ("first.ar", "first.fr", "second.en"):
        (folder / f"lessons/start/{name}.md").unlink()
    assert [fault.code for fault in check_package(source=folder).faults] == ["no_complete_language"]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("---\ntitle: Other\nminutes: 10\n---\nText", 2, "title_differs"),
        ("---\ntitle: First in English\nminutes: 11\n---\nText", 3, "minutes_differ"),
        ("---\ntitle: First in English\n---\nText", 1, "missing"),
        ("---\ntitle: First in English\nminutes: 10\nauthor: me\n---\nText", 4, "front_matter_member"),
        ("---\ntitle: First in English\nminutes: 10\n---\n \n", 5, "empty"),
        ("---\ntitle: First in English\nminutes: 10\nText", 1, "front_matter_missing"),
        ("---\ntitle: 'First in English\nminutes: 10\n---\nText", 3, "yaml"),
        ("---\n- a\n---\nText", 1, "front_matter_member"),
        ("---\ntitle: First in English\nminutes: 10\n---\nA\n\n<script>alert(1)</script>", 7, "raw_html"),
        ("---\ntitle: First in English\nminutes: 10\n---\nA <b>word</b>", 5, "raw_html"),
        ("---\ntitle: First in English\nminutes: 10\n---\n![x](https://example.org/x.png)", 5, "image"),
        ("---\ntitle: First in English\nminutes: 10\n---\n[x](ftp://example.org)", 5, "link_target"),
        ("---\ntitle: First in English\nminutes: 10\n---\nA\u202eB", 5, "control_character"),
    ],
)
def test_a_lesson_says_what_is_wrong_and_where(tmp_path: Path, text: str, line: int, code: str) -> None:
    folder = write_package(tmp_path)
    (folder / FIRST).write_text(text, "utf-8")
    assert (FIRST, line, code) in told(check_package(source=folder))


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"format: 1\ntitle: \xff\xfe", 2, "not_utf8"),
        ("﻿format: 1".encode("utf-16"), 1, "not_utf8"),
        (b"a: &x 1\nb: *x", 1, "yaml_alias"),
        (b"a: 1\na: 2", 2, "yaml_duplicate"),
        (b"1: x", 1, "yaml_key"),
        (b"no: x", 1, "yaml_key"),
        (b"<<: {a: 1}", 1, "yaml_key"),
        (b"a: !!python/object/apply:os.system ['true']", 1, "yaml_tag"),
        (b"a: [" * 50, 1, "yaml_depth"),
        (b'format: 1\nslug: "a\\u202eb"', 2, "control_character"),
        (b'format: 1\nslug: "a\\0b"', 2, "control_character"),
        (b'format: 1\n"a\\ud800": x', 2, "control_character"),
        (b"format: 1\nhours: 0x" + b"F" * 5_000, 2, "invalid"),
        (b"format: 1\nhours: 1" + b":1" * 50, 2, "invalid"),
        (b"- 1", 1, "type"),
        (b"", 1, "type"),
        (b"a: 1\n---\nb: 2", 2, "yaml"),
        (b"\ta: 1", 1, "yaml"),
    ],
)
def test_yaml_tricks_are_refused(tmp_path: Path, data: bytes, line: int, code: str) -> None:
    folder = write_package(tmp_path)
    (folder / "course.yaml").write_bytes(data)
    assert ("course.yaml", line, code) in told(check_package(source=folder))


def test_what_is_wrong_in_every_line_is_counted(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    (folder / FIRST).write_text("\x01\n" * 1_000)
    faults = check_package(source=folder).faults
    assert [(fault.code, dict(fault.values)) for fault in faults[:2]] == [
        ("and_more", {"count": 800}),
        ("control_character", {}),
    ]
    assert [fault.line for fault in faults] == list(range(201))


def test_names_without_end_are_not_repeated(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    (folder / "course.yaml").write_text(f"? {'x' * 10_000}\n: 1\n")
    (long,) = (fault.values["member"] for fault in check_package(source=folder).faults if fault.code == "unknown")
    assert long == "x" * 60


def test_windows_line_ends_and_a_byte_order_mark_are_welcome(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    for path in folder.rglob("*.*"):
        if path.is_file():
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_package(source=folder).faults == ()


WANTED = {
    "ar": ("يجب أن يكون هذا من نوع آخر: نصّ. يوضع بين علامتي اقتباس.", "سطر واحد بلا مسافة في أوّله ولا في آخره"),
    "en": ("This has to be of another type: a text. Put it in quotes.", "one line, without space at either end"),
    "fr": (
        "Cette valeur doit être d’un autre type\u00a0: un texte. Mettez-le entre guillemets.",
        "une seule ligne, sans espace au début ni à la fin",
    ),
}


@pytest.mark.parametrize("language", WANTED)
def test_what_the_schema_wants_is_said_in_words(tmp_path: Path, language: str) -> None:
    folder = write_package(tmp_path, course_yaml(authors=[2026, " Amina"]))
    with translation.override(language):
        kind, form = (fault.detail for fault in check_package(source=folder).faults)
    assert kind == WANTED[language][0]
    assert WANTED[language][1] in form


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "ينقص هنا النص الفرنسي (fr)."),
        ("en", "Here is missing: the French text (fr)."),
        ("fr", "Il manque ici le texte français (fr)."),
    ],
)
def test_a_missing_language_has_its_name(tmp_path: Path, language: str, said: str) -> None:
    folder = write_package(tmp_path, course_yaml(title={"ar": "دورة", "en": "A course"}))
    with translation.override(language):
        assert [fault.detail for fault in check_package(source=folder).faults] == [said]


def test_what_is_no_single_value_is_not_sent_into_quotes(tmp_path: Path) -> None:
    (fault,) = check_package(source=write_package(tmp_path, course_yaml(authors=[["Amina"]]))).faults
    assert fault.values["wanted"] == "string"


def wanted_in(schema: Any) -> Iterator[tuple[str, str]]:
    """What it asks for by names that only programs have."""
    if isinstance(schema, dict):
        for name, code in (("type", "type"), ("pattern", "form"), ("format", "form")):
            if isinstance(schema.get(name), str):
                yield code, schema[name]
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from wanted_in(part)


@pytest.mark.parametrize("schema", [COURSE_SCHEMA, QUIZ_SCHEMA])
def test_there_are_words_for_all_that_a_schema_wants(schema: str) -> None:
    wanted = wanted_in(json.loads((SCHEMAS / schema).read_text()))
    assert [(code, name) for code, name in wanted if name not in IN_WORDS[code]] == []


def test_faults_speak_the_authors_language(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    (folder / "course.yaml").unlink()
    said = set()
    for language in ("ar", "en", "fr"):
        with translation.override(language):
            (fault,) = check_package(source=folder).faults
            said.add(fault.detail)
    assert len(said) == 3
