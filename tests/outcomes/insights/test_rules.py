"""What comes first, and what is shown where there is little room."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from outcomes.insights.enums import StepKind, Why
from outcomes.insights.rules import Ending, Facts, Mine, Offer, Step, Texts, Tried, Way, largest_first, next_steps

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
IN_A_WEEK = NOW + timedelta(days=7)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def way(lesson: UUID | None = A, done: int = 1, **more: Any) -> Way:
    return Way(C, {"en": "Course"}, done, 4, lesson, {"en": "Lesson"}, **more)


def tried(**more: Any) -> Way:
    """Only a quiz is left."""
    return way(None, quizzes=[Tried(B, {"en": "Quiz"}, **{"is_open": False, **more})])


COHORT = ("cohort", C)
ending = Ending(COHORT, "Rabat", IN_A_WEEK, left=3)
everything = Facts(
    ways=[tried(), way(), way(B), way(C)],
    endings=[ending],
    projects=[Mine(A, "Water", is_returned=True), Mine(B, "Shade", is_returned=True)],
    certificates=[(A, {"en": "Course"})],
    to_declare=[(C, "Shade")],
    to_show=[(C, "Shade")],
    offer=Offer("next", {"en": "Next"}),
)


def kinds(facts: Facts) -> list[str]:
    return [step.kind.value for step in next_steps(facts, NOW)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(), []),
        (everything, ["deadline", "revision", "revision", "quiz", "lesson"]),
        (replace(everything, projects=()), ["deadline", "quiz", "lesson", "lesson", "certificate"]),
        (replace(everything, learning="guardian"), ["consent", "revision", "revision", "certificate", "declaration"]),
        (
            replace(everything, learning="member_state", contact="member_state"),
            ["consent", "certificate", "declaration", "showing"],
        ),
        (replace(everything, contact="guardian"), ["deadline", "quiz", "lesson", "lesson", "certificate"]),
        (Facts(certificates=[(A, {})], to_show=[(A, "Water")]), ["certificate", "showing"]),
        (Facts(to_declare=[(A, "Water")], offer=Offer("next", {})), ["declaration", "course"]),
        (Facts(contact="guardian", ways=[way()]), ["lesson", "consent"]),
        (Facts(offer=Offer("next", {})), ["course"]),
        (Facts(offer=Offer("next", {}), certificates=[(A, {})]), ["certificate", "course"]),
        (Facts(offer=Offer("next", {}), ways=[way()]), ["lesson"]),
        (Facts(offer=Offer("next", {}), ways=[way(None)]), ["course"]),
        (Facts(offer=Offer("next", {}), learning="guardian"), ["consent"]),
        (Facts(ways=[way(), way(B), way(C)]), ["lesson", "lesson"]),
        (Facts(endings=[ending]), []),
    ],
)
def test_what_comes_first(facts: Facts, expected: list[str]) -> None:
    assert kinds(facts) == expected


@pytest.mark.parametrize(
    ("quiz", "why"),
    [
        ({}, Why.QUIZ_NOT_PASSED),
        ({"used": 2, "allowed": 3}, Why.QUIZ_NOT_PASSED),
        ({"used": 3, "allowed": 3}, None),
        ({"opens_at": LATER}, None),
        ({"opens_at": NOW}, Why.QUIZ_NOT_PASSED),
        ({"is_open": True}, Why.QUIZ_BEGUN),
        ({"is_open": True, "used": 2, "allowed": 3, "expires_at": LATER}, Why.QUIZ_BEGUN),
        ({"is_open": True, "expires_at": EARLIER}, Why.QUIZ_BEGUN),
    ],
)
def test_a_quiz_that_may_be_tried_now(quiz: dict[str, Any], why: Why | None) -> None:
    assert [step.why for step in next_steps(Facts(ways=[tried(**quiz)]), NOW)] == [why] * (why is not None)


@pytest.mark.parametrize(
    ("ends_at", "left", "shown"),
    [
        (IN_A_WEEK, 1, True),
        (IN_A_WEEK, 0, False),
        (NOW, 1, False),
        (NOW + timedelta(days=14), 1, True),
        (NOW + timedelta(days=14, seconds=1), 1, False),
    ],
)
def test_an_end_that_is_near(ends_at: datetime, left: int, shown: bool) -> None:
    facts = Facts(ways=[way(None)], endings=[Ending(COHORT, "Rabat", ends_at, left)])
    assert kinds(facts) == ["deadline"] * shown


def test_the_time_for_a_course_is_a_deadline_like_a_cohorts_end() -> None:
    mine = way()
    course = Ending(("course", "reading"), mine.course, NOW + timedelta(days=2), 3, Why.COURSE_CLOSES, mine)
    steps = next_steps(Facts(ways=[mine], endings=[ending, course]), NOW)
    assert [(step.kind.value, step.why, step.left) for step in steps[:2]] == [
        ("deadline", Why.COURSE_CLOSES, 3),
        ("deadline", Why.COHORT_ENDS, 3),
    ]
    assert (steps[0].subject, steps[0].title, steps[0].way) == (("course", "reading"), {"en": "Course"}, mine)


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        (way(is_closed=True), []),
        (replace(tried(), is_closed=True), []),
        (replace(tried(is_open=True), is_closed=True), ["quiz"]),
    ],
)
def test_in_a_course_that_has_closed_only_what_is_begun_goes_on(closed: Way, expected: list[str]) -> None:
    assert kinds(Facts(ways=[closed])) == expected


def test_a_time_that_is_over_is_not_due() -> None:
    (step,) = next_steps(Facts(ways=[tried(is_open=True, expires_at=EARLIER)]), NOW)
    assert (step.why, step.due_at) == (Why.QUIZ_BEGUN, None)


@pytest.mark.parametrize(
    ("due_at", "expires_at", "is_open", "expected"),
    [
        (IN_A_WEEK, None, True, IN_A_WEEK),
        (IN_A_WEEK, LATER, True, LATER),
        (LATER, IN_A_WEEK, True, LATER),
        (IN_A_WEEK, EARLIER, True, IN_A_WEEK),
        (IN_A_WEEK, None, False, IN_A_WEEK),
        (None, None, True, None),
    ],
)
def test_a_quiz_is_due_with_its_course_or_with_its_attempt(
    due_at: datetime | None, expires_at: datetime | None, is_open: bool, expected: datetime | None
) -> None:
    quiz = replace(tried(is_open=is_open, expires_at=expires_at), due_at=due_at)
    (step,) = next_steps(Facts(ways=[quiz]), NOW)
    assert (step.kind, step.due_at) == ("quiz", expected)


def test_the_nearest_end_is_the_first() -> None:
    others = [replace(ending, ends_at=NOW + timedelta(days=days)) for days in (9, 2)]
    steps = next_steps(Facts(ways=[way()], endings=others), NOW)
    assert [step.due_at for step in steps[:2]] == [NOW + timedelta(days=2), NOW + timedelta(days=9)]


def test_a_step_says_what_it_is_about() -> None:
    begun = tried(is_open=True, expires_at=LATER)
    steps = next_steps(Facts(ways=[begun, way(done=0, due_at=IN_A_WEEK)]), NOW)
    assert steps == [
        Step(StepKind.QUIZ, Why.QUIZ_BEGUN, ("lesson", B), {"en": "Quiz"}, LATER, begun),
        Step(
            StepKind.LESSON, Why.COURSE_WAITS, ("lesson", A), {"en": "Lesson"}, IN_A_WEEK, way(done=0, due_at=IN_A_WEEK)
        ),
    ]


@pytest.mark.parametrize(("path", "why"), [({}, Why.COURSE_OFFERED), ({"en": "Path"}, Why.PATH_GOES_ON)])
def test_a_course_is_offered_for_what_it_is(path: Texts, why: Why) -> None:
    (step,) = next_steps(Facts(offer=Offer("next", {"en": "Next"}, path)), NOW)
    assert step == Step(StepKind.COURSE, why, ("course", "next"), {"en": "Next"}, path=path)


@dataclass(frozen=True)
class Line:
    enrolled: int


@pytest.mark.parametrize(
    ("sizes", "shown", "rest"),
    [([], [], []), ([1, 3, 2], [1, 3, 2], []), ([1, 3, 2, 4], [4, 3], [2, 1]), ([5] * 4, [5, 5], [5, 5])],
)
def test_the_largest_are_shown(sizes: list[int], shown: list[int], rest: list[int]) -> None:
    found = largest_first([Line(size) for size in sizes], 3)
    assert [[line.enrolled for line in part] for part in found] == [shown, rest]
