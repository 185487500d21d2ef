"""Quizzes in packages: what their files may say, and what is said where they don't."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from courses.assessment.rules.definition import parse_quiz
from courses.authoring.services import check_package
from courses.authoring.services.quizzes import read_quiz
from tests.factories.courses import quiz_yaml, texts, write_package, write_yaml
from tests.factories.quizzes import match as pairs
from tests.factories.quizzes import multiple, number, option, order, question, quiz, single, text, true_false

FILE = "lessons/start/check.quiz.yaml"
POOLED = [true_false(f"q{number}", pool="facts") for number in range(3)]


def told(definition: Any, tmp_path: Path) -> list[tuple[int, str]]:
    path = tmp_path / "quiz.yaml"
    write_yaml(path, definition)
    return [(fault.line, fault.code) for fault in read_quiz(FILE, path.read_bytes()).faults]


def named(*keys: str) -> dict[str, Any]:
    """A question whose options have these keys."""
    return question("q", "single", options=[option(key, correct=key == keys[0]) for key in keys])


def codes(definition: Any, tmp_path: Path) -> list[str]:
    return [code for _, code in told(definition, tmp_path)]


def test_a_quiz_is_handed_over_as_it_was_written(tmp_path: Path) -> None:
    definition = quiz(pass_mark=70, attempts=3, minutes=20, cooldown_minutes=5, shuffle=False, reveal="after_each")
    report = check_package(source=write_package(tmp_path, quiz_yaml(), quizzes={"check": definition}))
    assert (report.faults, report.warnings) == ((), ())
    assert report.quizzes == {"check": definition}
    assert report.draft is not None
    assert [(lesson.key, lesson.kind) for lesson in report.draft.lessons()] == [("first", "text"), ("check", "quiz")]


def test_what_is_sound_can_be_asked(tmp_path: Path) -> None:
    """What passes here is never refused by those who draw and grade."""
    definition = quiz(*POOLED, pools=[{"key": "facts", "draw": 2}])
    assert told(definition, tmp_path) == []
    assert len(parse_quiz(definition).questions) == 3


def test_another_quiz_is_another_content(tmp_path: Path) -> None:
    hashes = set()
    for mark in (60, 70):
        report = check_package(source=write_package(tmp_path, quiz_yaml(), quizzes={"check": quiz(pass_mark=mark)}))
        assert report.draft is not None
        hashes.add(report.draft.content_hash)
    assert len(hashes) == 2


@pytest.mark.parametrize(
    ("kind", "quizzes", "fault"),
    [
        ("quiz", {}, ("course.yaml", "quiz_missing")),
        ("text", {"check": quiz()}, (FILE, "quiz_unasked")),
        ("exam", {"check": quiz()}, ("course.yaml", "choice")),
    ],
)
def test_a_quiz_lesson_and_its_questions_belong_together(
    tmp_path: Path, kind: str, quizzes: dict[str, Any], fault: tuple[str, str]
) -> None:
    report = check_package(source=write_package(tmp_path, quiz_yaml(kind=kind), quizzes=quizzes))
    assert [(found.file, found.code) for found in report.faults] == [fault]
    assert report.draft is None


def test_a_quiz_file_that_nothing_asks_for_is_one_problem(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    write_yaml(folder / "lessons/start/other.quiz.yaml", quiz())
    (fault,) = check_package(source=folder).faults
    assert (fault.file, fault.code) == ("lessons/start/other.quiz.yaml", "lesson_unlisted")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("first.quiz.yml", "misnamed"),
        ("First.quiz.yaml", "misnamed"),
        ("first.en.quiz.yaml", "unknown_file"),
        ("first.quiz.json", "unknown_file"),
    ],
)
def test_a_quiz_file_has_one_name(tmp_path: Path, name: str, code: str) -> None:
    folder = write_package(tmp_path)
    write_yaml(folder / "lessons/start" / name, quiz())
    assert [fault.code for fault in check_package(source=folder).faults] == [code]


def test_a_lesson_wants_its_introduction_too(tmp_path: Path) -> None:
    folder = write_package(tmp_path, quiz_yaml(), quizzes={"check": quiz()})
    for language in ("ar", "en", "fr"):
        (folder / f"lessons/start/check.{language}.md").unlink()
    found = [fault.code for fault in check_package(source=folder).faults]
    assert found == ["lesson_without_text"]


@pytest.mark.parametrize(
    ("definition", "faults"),
    [
        ({}, ["missing"]),
        ([], ["type"]),
        ({"questions": []}, ["too_short"]),
        ({"questions": ["what?"]}, ["type"]),
        ({"questions": [{"key": "q"}]}, ["missing"]),
        (quiz(question("q", "essay")), ["choice"]),
        (quiz(true_false(), pass_mark=0), ["too_small"]),
        (quiz(true_false(), pass_mark=60.0), ["type"]),
        (quiz(true_false(), attempts=21), ["too_large"]),
        (quiz(true_false(), reveal="sometimes"), ["choice"]),
        (quiz(true_false(), shuffle="yes"), ["type"]),
        (quiz(true_false(), retries=2), ["unknown"]),
        (quiz(true_false(points=0)), ["too_small"]),
        (quiz(true_false("Not a key")), ["form"]),
        (quiz(true_false("a-key\n")), ["form"]),
        (quiz(true_false(text={})), ["too_short"]),
        (quiz(true_false(text={"de": "Wahr?"})), ["unknown"]),
        (quiz(true_false(text="True?")), ["type"]),
        (quiz(true_false(answer="true")), ["type"]),
        (quiz(true_false(options=[])), ["unknown"]),
        (quiz(single(options="b")), ["too_short"]),
        (quiz(number(answer=12.5)), ["type"]),
        (quiz(number(answer="12,5")), ["form"]),
        (quiz(number(tolerance="-1")), ["form"]),
        (quiz(text(accepted={"ar": []})), ["too_short"]),
        (quiz(text(accepted={"de": ["Netz"]})), ["unknown"]),
        (quiz(text(accepted={"any": [2026]})), ["type"]),
        (quiz(order(items="p")), ["too_short"]),
        (quiz(pairs(feedback={"almost": texts("x")})), ["unknown"]),
        (quiz(true_false(), pools=[{"key": "a"}]), ["missing"]),
        (quiz(true_false(text=texts("<img src=x onerror=alert(1)>"))), ["markup"] * 3),
        (quiz(true_false(text=texts("1 < 2, a > b & c"))), []),
    ],
)
def test_the_schema_speaks_in_our_words(tmp_path: Path, definition: Any, faults: list[str]) -> None:
    assert codes(definition, tmp_path) == faults


@pytest.mark.parametrize(
    ("definition", "faults"),
    [
        (quiz(true_false("a"), true_false("a")), ["question_key_repeated"]),
        (quiz(single(correct="")), ["one_correct"]),
        (
            quiz(question("q", "single", options=[option("a", correct=True), option("b", correct=True)])),
            ["one_correct"],
        ),
        (quiz(multiple(correct="")), ["none_correct"]),
        (quiz(multiple(correct="abcd")), []),
        (quiz(single(options="bcc")), ["option_key_repeated", "text_repeated"]),
        (quiz(order(items="ppq")), ["option_key_repeated", "text_repeated"]),
        (quiz(pairs(pairs="xxy")), ["option_key_repeated", "text_repeated"]),
        (quiz(named("right", "wrong-1", "wrong-2")), ["option_key_tells"] * 3),
        (quiz(named("correct1", "incorrect", "true", "false", "answer-10")), ["option_key_tells"] * 5),
        (quiz(named("right-of-way", "wrongly", "answers", "1")), []),
        (quiz(order(items=["answer", "right"]), pairs(pairs=["wrong", "true"])), []),
        (quiz(*POOLED, pools=[{"key": "facts", "draw": 4}]), ["pool_too_small"]),
        (quiz(*POOLED, pools=[{"key": "facts", "draw": 1}, {"key": "facts", "draw": 1}]), ["pool_key_repeated"]),
        (quiz(*POOLED), ["unknown_pool"] * 3),
    ],
)
def test_what_a_schema_cannot_say(tmp_path: Path, definition: Any, faults: list[str]) -> None:
    assert codes(definition, tmp_path) == faults


def test_right_sides_may_be_the_same(tmp_path: Path) -> None:
    parts = pairs()
    parts["pairs"][1]["right"] = texts("right x")
    assert codes(quiz(parts), tmp_path) == []


@pytest.mark.parametrize(
    ("right", "faults"),
    [
        ({**texts("right y"), "en": "right x in  English "}, ["right_half_alike"]),
        ({"en": "right x in English"}, ["right_half_alike", "text_untranslated"]),
        ({code: f" {said} ".replace(" ", "  ") for code, said in texts("right x").items()}, []),
    ],
)
def test_right_sides_are_one_or_two_to_every_reader(tmp_path: Path, right: dict[str, str], faults: list[str]) -> None:
    parts = pairs()
    parts["pairs"][1]["right"] = right
    assert codes(quiz(parts), tmp_path) == faults


def test_a_spelling_can_be_answered(tmp_path: Path) -> None:
    found = told(quiz(text(accepted={"any": ["WWW"], "ar": ["شبكة", "ـــ"], "en": ["\u00ad"]})), tmp_path)
    assert [code for _, code in found] == ["spelling_empty", "spelling_empty"]


def test_what_says_the_same_in_one_language_alone_is_found(tmp_path: Path) -> None:
    asked = deepcopy(single())
    asked["options"][2]["text"]["fr"] = asked["options"][0]["text"]["fr"]
    assert codes(quiz(asked), tmp_path) == ["text_repeated"]


def test_a_fault_says_its_line() -> None:
    data = b"""\
pass_mark: 101
questions:
  - key: sky
    kind: single
    points: 1
    text: {ar: a, en: b, fr: c}
    options:
      - key: blue
        text: {ar: a, en: b, fr: c}
        correct: true
      - key: green
        text: {ar: d, en: e}
        correct: yes please
"""
    found = [(fault.line, fault.code) for fault in read_quiz(FILE, data).faults]
    assert found == [(1, "too_large"), (13, "type")]
    mended = data.replace(b"101", b"100").replace(b"yes please", b"true")
    assert [(fault.line, fault.code) for fault in read_quiz(FILE, mended).faults] == [
        (7, "one_correct"),
        (12, "text_untranslated"),
    ]


def test_a_missing_translation_is_a_warning(tmp_path: Path) -> None:
    definition = quiz(true_false(text={"en": "True?"}, feedback={"wrong": {"ar": "لا", "fr": "Non"}}))
    report = check_package(source=write_package(tmp_path, quiz_yaml(), quizzes={"check": definition}))
    assert report.faults == ()
    assert [(fault.file, fault.code, fault.values["missing"]) for fault in report.warnings] == [
        (FILE, "text_untranslated", "ar, fr"),
        (FILE, "text_untranslated", "en"),
    ]
    assert report.quizzes == {"check": definition}


def untranslated(count: int) -> list[Any]:
    """So many questions that make two warnings each."""
    said = [{"text": {"en": "True?"}, "feedback": {"wrong": {"en": "No."}}} for _ in range(count)]
    return [true_false(f"q{number}", **texts) for number, texts in enumerate(said)]


def test_however_many_warnings_keep_nothing_out(tmp_path: Path) -> None:
    definition = quiz(*untranslated(101))
    report = check_package(source=write_package(tmp_path, quiz_yaml(), quizzes={"check": definition}))
    assert (report.faults, report.quizzes) == ((), {"check": definition})
    assert len(report.warnings) == 201
    assert [(fault.line, fault.code, fault.values) for fault in report.warnings[:1]] == [
        (0, "more_warnings", {"count": 2})
    ]


def test_no_fault_is_lost_among_them(tmp_path: Path) -> None:
    definition = quiz(*untranslated(101), single(correct=""))
    report = check_package(source=write_package(tmp_path, quiz_yaml(), quizzes={"check": definition}))
    assert [fault.code for fault in report.faults] == ["one_correct"]


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        ("questions: []".encode("utf-16"), 1, "not_utf8"),
        (b"questions: &q [1]", 1, "yaml_alias"),
        (b"pass_mark: 60\npass_mark: 70", 2, "yaml_duplicate"),
        (b"questions: !!python/object/apply:os.system ['true']", 1, "yaml_tag"),
        (b"questions: " + b"[" * 50, 1, "yaml_depth"),
        (b'questions:\n  - "\\u202e"', 2, "control_character"),
        (b"pass_mark: 60: 70", 1, "yaml"),
        (b"pass_mark: 1" + b":1" * 50, 1, "invalid"),
    ],
)
def test_yaml_tricks_are_refused(data: bytes, line: int, code: str) -> None:
    quiz_text = read_quiz(FILE, data)
    assert [(fault.line, fault.code) for fault in quiz_text.faults] == [(line, code)]
    assert quiz_text.definition is None
