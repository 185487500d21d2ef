from datetime import UTC, datetime
from itertools import product

import pytest

from mentoring.reviews.enums import ReviewMove, ReviewStatus
from mentoring.reviews.rules import lease_until, may_save, merge, missing, next_status, score_faults

ALLOWED = {("draft", "submit"): "submitted", ("draft", "release"): "released", ("draft", "expire"): "expired"}
WORTH = {"clear": {0, 5, 10}, "useful": {1, 2}}
WHOLE = {"clear": {"points": 5, "reason": ""}, "useful": {"points": 2, "reason": "It helps."}}


@pytest.mark.parametrize(("status", "move"), list(product(ReviewStatus, ReviewMove)))
def test_a_review_moves_only_as_the_table_says(status: ReviewStatus, move: ReviewMove) -> None:
    assert next_status(status, move) == ALLOWED.get((status, move))


@pytest.mark.parametrize(
    ("status", "expected"), [("draft", True), ("expired", True), ("released", True), ("submitted", False)]
)
def test_typed_words_are_kept_until_the_review_is_sent(status: str, expected: bool) -> None:
    assert may_save(status) is expected


def test_a_lease_lasts_half_an_hour() -> None:
    assert lease_until(datetime(2026, 11, 24, 23, 45, tzinfo=UTC)) == datetime(2026, 11, 25, 0, 15, tzinfo=UTC)


def test_scores_are_laid_over_those_kept() -> None:
    six = {"points": 10, "reason": "Better."}
    assert merge(WHOLE, {"clear": six, "useful": None}) == {"clear": six}


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({}, []),
        (WHOLE, []),
        ({"clear": None}, []),
        ({"clear": {"points": 3, "reason": ""}}, [("/scores/clear/points", "unknown_level")]),
        ({"a/b": {"points": 5, "reason": ""}}, [("/scores/a~1b", "unknown_criterion")]),
        ({"new": None}, [("/scores/new", "unknown_criterion")]),
    ],
)
def test_scores_fit_the_rubric(scores: dict, expected: list[tuple[str, str]]) -> None:
    assert score_faults(scores, WORTH) == expected


@pytest.mark.parametrize(
    ("scores", "decision", "feedback", "remarks", "expected"),
    [
        (WHOLE, "accepted", "", [], []),
        (WHOLE, "revise", "Ask three neighbours.", [], []),
        (WHOLE, "declined", "", ["problem_vague"], []),
        (WHOLE, "", "Fine.", [], [("/decision", "not_decided")]),
        (WHOLE, "revise", " ", [], [("/feedback", "no_feedback")]),
        (WHOLE, "declined", "", ["team_shared"], [("/feedback", "no_feedback")]),
        (WHOLE, "declined", "", ["team_shared", "problem_vague"], []),
        (WHOLE, "accepted", "", ["team_shared"], []),
        ({}, "accepted", "", [], [("/scores/clear", "not_scored"), ("/scores/useful", "not_scored")]),
    ],
)
def test_what_a_review_needs_to_go_out(
    scores: dict, decision: str, feedback: str, remarks: list[str], expected: list[tuple[str, str]]
) -> None:
    assert missing(scores, WORTH, decision=decision, feedback=feedback, remarks=remarks) == expected


def test_where_the_call_asks_for_a_reason_points_come_with_one() -> None:
    said = {"decision": "accepted", "feedback": "", "remarks": [], "reasoned": {"clear", "useful"}}
    assert missing(WHOLE, WORTH, **said) == [("/scores/clear/reason", "no_reason")]
    assert missing({}, WORTH, **said) == [("/scores/clear", "not_scored"), ("/scores/useful", "not_scored")]
