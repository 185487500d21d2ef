from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from mentoring.projects.enums import Decision, ProjectMove, ProjectStatus, SubmissionMove, SubmissionStatus
from mentoring.projects.rules import (
    Outcome,
    Question,
    Stage,
    answer_faults,
    call_faults,
    is_link,
    kinds_of,
    listed_in,
    may_submit,
    merge,
    missing_answers,
    nameless,
    next_project_status,
    next_status,
    origin_of,
    outcome,
    over_faults,
    questions_of,
    review_faults,
    review_of,
    with_file,
    without_files,
)
from mentoring.projects.rules.kinds import USUAL

ALLOWED = {
    ("draft", "submit"): "submitted",
    ("submitted", "withdraw"): "draft",
    ("submitted", "lease"): "in_review",
    ("in_review", "free"): "submitted",
    ("in_review", "join"): "in_review",
    ("in_review", "leave"): "in_review",
    ("in_review", "widen"): "in_review",
    ("in_review", "accept"): "accepted",
    ("in_review", "return"): "returned",
    ("in_review", "decline"): "declined",
}
PROJECTS_ALLOWED = {
    ("active", "submit"): "submitted",
    ("submitted", "withdraw"): "active",
    ("submitted", "return"): "active",
    ("submitted", "advance"): "active",
    ("submitted", "accept"): "accepted",
    ("submitted", "decline"): "declined",
}


def question(key: str, kind: str = "text", *, required: bool = True) -> Question:
    texts = {"en": key}
    return {"key": key, "title": texts, "kind": kind, "required": required, "max_bytes": None, "media_types": []}


def stage(key: str, *questions: Question) -> Stage:
    return {"key": key, "title": {"en": key}, "questions": list(questions)}


QUESTIONS = [question("who"), question("demo", "link"), question("more", required=False)]
STAGES = [stage("idea", *QUESTIONS), stage("prototype", question("what"))]


@pytest.mark.parametrize(("status", "move"), list(product(SubmissionStatus, SubmissionMove)))
def test_a_submission_moves_only_as_the_table_says(status: SubmissionStatus, move: SubmissionMove) -> None:
    assert next_status(status, move) == ALLOWED.get((status, move))


@pytest.mark.parametrize(("status", "move"), list(product(ProjectStatus, ProjectMove)))
def test_a_project_moves_only_as_the_table_says(status: ProjectStatus, move: ProjectMove) -> None:
    assert next_project_status(status, move) == PROJECTS_ALLOWED.get((status, move))


@pytest.mark.parametrize("move", SubmissionMove)
def test_each_move_has_one_origin(move: SubmissionMove) -> None:
    assert [origin_of(move)] == [status for status, known in ALLOWED if known == move]


@pytest.mark.parametrize(
    ("decision", "at", "expected"),
    [
        ("accepted", "idea", Outcome(ProjectMove.ADVANCE, "prototype")),
        ("accepted", "prototype", Outcome(ProjectMove.ACCEPT, "prototype")),
        ("revise", "idea", Outcome(ProjectMove.RETURN, "idea")),
        ("revise", "prototype", Outcome(ProjectMove.RETURN, "prototype")),
        ("declined", "idea", Outcome(ProjectMove.DECLINE, "idea")),
        ("declined", "prototype", Outcome(ProjectMove.DECLINE, "prototype")),
    ],
)
def test_what_a_decision_makes_of_the_project(decision: str, at: str, expected: Outcome) -> None:
    assert outcome(Decision(decision), at, STAGES) == expected


@pytest.mark.parametrize(
    ("call_open", "reviewed_before", "expected"),
    [(True, False, True), (True, True, True), (False, True, True), (False, False, False)],
)
def test_a_closed_call_takes_only_what_was_asked_for(call_open: bool, reviewed_before: bool, expected: bool) -> None:
    assert may_submit(call_open=call_open, reviewed_before=reviewed_before) is expected


def test_questions_belong_to_their_stage() -> None:
    assert questions_of(STAGES, "prototype") == [question("what")]


def test_merging_keeps_what_is_not_named_and_takes_away_what_is_null() -> None:
    assert merge({"a": "1", "b": "2", "c": "3"}, {"b": "two", "c": None, "d": None}) == {"a": "1", "b": "two"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, []),
        ({"who": "", "demo": ""}, []),
        ({"who": "x" * 10_000, "demo": "https://example.org/a?b=c#d", "more": None}, []),
        ({"who": "x" * 10_001}, [("/answers/who", "too_long")]),
        ({"demo": "https://example.org/" + "x" * 2_000}, [("/answers/demo", "too_long")]),
        ({"demo": "example.org"}, [("/answers/demo", "not_a_link")]),
        (
            {"whom": "x", "a/b~c": "y"},
            [("/answers/whom", "unknown_question"), ("/answers/a~1b~0c", "unknown_question")],
        ),
        ({"gone": None}, []),
    ],
)
def test_answers_that_can_be_kept(answers: dict[str, str | None], expected: list[tuple[str, str]]) -> None:
    assert answer_faults(answers, QUESTIONS, {}) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"poster": ["a", "b"]}, []),
        ({"poster": ["b"]}, []),
        ({"poster": []}, []),
        ({"poster": None}, []),
        ({"poster": "a"}, [("/answers/poster", "not_files")]),
        ({"poster": ["a", "a"]}, [("/answers/poster", "repeated_file")]),
        ({"poster": ["a", "c"]}, [("/answers/poster", "unknown_file")]),
        ({"photo": ["a"]}, [("/answers/photo", "unknown_file")]),
        ({"who": ["a"]}, [("/answers/who", "not_a_text")]),
    ],
)
def test_a_file_question_is_answered_with_its_files(answers: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    questions = [question("who"), question("poster", "file"), question("photo", "file")]
    assert answer_faults(answers, questions, {"poster": {"a", "b"}}) == expected


def test_a_required_file_is_missed() -> None:
    questions = [question("poster", "file"), question("photo", "file", required=False)]
    assert missing_answers({}, questions) == [("/answers/poster", "required")]
    assert missing_answers({"poster": ["a"]}, questions) == []


def test_files_are_added_and_taken_out_of_answers() -> None:
    answers = with_file(with_file({"who": "x"}, "poster", "a"), "poster", "b")
    assert answers == {"who": "x", "poster": ["a", "b"]}
    assert listed_in(answers) == ["a", "b"]
    assert without_files(answers, {"a", "z"}) == {"who": "x", "poster": ["b"]}
    assert without_files(answers, {"a", "b"}) == {"who": "x"}
    assert merge(answers, {"poster": []}) == {"who": "x"}


@pytest.mark.parametrize(
    ("media_types", "kinds"),
    [
        ([], USUAL),
        (["image/png"], {"image/png"}),
        (["image/png", "application/zip"], {"image/png", "application/zip"}),
        (["image/x-odd"], USUAL),  # of a call from before kinds were checked
    ],
)
def test_an_archive_is_taken_only_where_it_is_asked_for(media_types: list[str], kinds: set[str]) -> None:
    assert kinds_of({**question("poster", "file"), "media_types": media_types}) == kinds
    assert "application/zip" not in USUAL


def test_a_name_that_tells_nobodys() -> None:
    assert [nameless(1, "application/pdf"), nameless(12, "text/plain")] == ["evidence-1.pdf", "evidence-12.txt"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org", True),
        (" http://xn--mgbh0fb.example/شاهد ", True),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("ftp://example.org", False),
        ("https://exa mple.org", False),
        ("https://[::1", False),
        ("//example.org", False),
    ],
)
def test_links(text: str, expected: bool) -> None:
    assert is_link(text) is expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"who": "us", "demo": "https://example.org"}, []),
        ({"who": " \n"}, [("/answers/who", "required"), ("/answers/demo", "required")]),
        ({"demo": "https://example.org", "more": "x"}, [("/answers/who", "required")]),
    ],
)
def test_required_questions(answers: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert missing_answers(answers, QUESTIONS) == expected


@pytest.mark.parametrize(
    ("mode", "reviewers", "threshold", "expected"),
    [
        ("mentor", 1, 0.25, []),
        ("mentor", 2, 0.25, [("reviewers", "one_reviewer")]),
        ("mentor", 1, 0.5, [("threshold", "nobody_to_differ")]),
        ("mentor", 3, 0.0, [("reviewers", "one_reviewer"), ("threshold", "nobody_to_differ")]),
        ("blind", 1, 0.25, [("reviewers", "two_reviewers")]),
        ("blind", 2, 0.0, []),
        ("blind", 4, 0.25, []),
    ],
)
def test_who_reads_is_said_so_that_it_fits(
    mode: str, reviewers: int, threshold: float, expected: list[tuple[str, str]]
) -> None:
    assert review_faults({"mode": mode, "reviewers": reviewers, "threshold": threshold}) == expected


@pytest.mark.parametrize(("closes", "expected"), [(None, []), (1, []), (0, []), (-1, [("/closes_on", "over_already")])])
def test_a_call_is_not_opened_whose_days_are_over(closes: int | None, expected: list[tuple[str, str]]) -> None:
    today = date(2026, 11, 29)
    assert over_faults(None if closes is None else today + timedelta(days=closes), today) == expected


def test_a_stage_that_says_nothing_is_reviewed_by_one_mentor() -> None:
    gate: Stage = {**stage("gate"), "review": {"mode": "blind", "reviewers": 3, "threshold": 0.1}}
    assert review_of([*STAGES, gate], "gate") == {"mode": "blind", "reviewers": 3, "threshold": 0.1}
    assert review_of([*STAGES, gate], "idea") == {"mode": "mentor", "reviewers": 1, "threshold": 0.25}


def criterion(key: str, *points: int) -> dict[str, object]:
    return {"key": key, "title": {"en": key}, "levels": [{"points": n, "title": {"en": str(n)}} for n in points]}


@pytest.mark.parametrize(
    ("stages", "criteria", "expected"),
    [
        (STAGES, [criterion("clear", 0, 5), criterion("useful", 0, 5)], []),
        ([STAGES[0], STAGES[0]], [criterion("clear", 0, 5)], [("/stages/1/key", "repeated_key")]),
        (
            [STAGES[0], stage("b", question("q"), question("r"), question("q"))],
            [criterion("clear", 0, 5)],
            [("/stages/1/questions/2/key", "repeated_key")],
        ),
        (
            [stage("a", question("q"), {**question("poster", "file"), "media_types": ["image/png", "image/gif"]})],
            [criterion("clear", 0, 5)],
            [("/stages/0/questions/1/media_types/1", "unknown_media_type")],
        ),
        (
            STAGES,
            [criterion("clear", 0, 5, 5), criterion("clear", 1, 2)],
            [("/rubric/criteria/1/key", "repeated_key"), ("/rubric/criteria/0/levels/2/points", "repeated_points")],
        ),
    ],
)
def test_a_call_fits_together(stages: list[Stage], criteria: list, expected: list[tuple[str, str]]) -> None:
    assert call_faults(stages, {"criteria": criteria}) == expected
