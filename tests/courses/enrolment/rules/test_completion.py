from uuid import UUID

import pytest

from courses.enrolment.rules import Asked, Standing, asked, needed, recounted, standing

A, B, C, D, QUIZ, EXAM = (UUID(int=number) for number in range(6))
ALL = asked([(A, "text"), (B, "text")], 100)
MOST = asked([(A, "text"), (B, "text"), (C, "text"), (QUIZ, "quiz")], 60)
QUIZZES = asked([(A, "text"), (QUIZ, "quiz"), (EXAM, "quiz")], 10)


@pytest.mark.parametrize(
    ("total", "quizzes", "share", "expected"),
    [
        (1, 0, 1, 1),
        (10, 0, 100, 10),
        (10, 0, 80, 8),
        (10, 0, 81, 9),
        (3, 0, 34, 2),
        (3, 0, 33, 1),
        (10, 3, 10, 3),
        (10, 3, 30, 3),
        (10, 3, 31, 4),
        (2, 2, 1, 2),
    ],
)
def test_the_share_is_rounded_up_and_holds_every_quiz(total: int, quizzes: int, share: int, expected: int) -> None:
    assert needed(total, quizzes, share) == expected


@pytest.mark.parametrize(
    ("asked", "done", "found", "left"),
    [
        (ALL, set(), Standing(0, 2, 2, 0), 2),
        (ALL, {A}, Standing(1, 2, 2, 0), 1),
        (ALL, {A, C}, Standing(1, 2, 2, 0), 1),
        (ALL, {A, B}, Standing(2, 2, 2, 0), 0),
        (ALL, {A, B, C}, Standing(2, 2, 2, 0), 0),
        (MOST, {A}, Standing(1, 4, 3, 1), 2),
        (MOST, {A, B}, Standing(2, 4, 3, 1), 1),
        (MOST, {A, B, C}, Standing(3, 4, 3, 1), 1),
        (MOST, {A, B, QUIZ}, Standing(3, 4, 3, 0), 0),
        (MOST, {A, B, C, QUIZ}, Standing(4, 4, 3, 0), 0),
        (MOST, {QUIZ, EXAM}, Standing(1, 4, 3, 0), 2),
        (QUIZZES, {A, QUIZ}, Standing(2, 3, 2, 1), 1),
        (QUIZZES, {QUIZ, EXAM}, Standing(2, 3, 2, 0), 0),
    ],
)
def test_what_is_required_counts(asked: Asked, done: set[UUID], found: Standing, left: int) -> None:
    assert standing(asked, done) == found
    assert (found.left, found.is_complete) == (left, left == 0)


@pytest.mark.parametrize(
    ("status", "before", "found", "outcome"),
    [
        ("active", Standing(1, 3, 2, 0), Standing(1, 3, 2, 0), "same"),
        ("active", Standing(0, 3, 2, 0), Standing(1, 3, 2, 0), "corrected"),
        ("active", Standing(1, 3, 2, 0), Standing(2, 3, 2, 0), "completed"),
        ("active", Standing(2, 3, 2, 0), Standing(2, 3, 2, 0), "completed"),
        ("active", Standing(2, 3, 2, 0), Standing(2, 3, 2, 1), "corrected"),
        ("completed", Standing(2, 3, 2, 0), Standing(2, 3, 2, 0), "same"),
        ("completed", Standing(2, 3, 2, 0), Standing(3, 3, 2, 0), "corrected"),
        ("completed", Standing(2, 3, 2, 0), Standing(1, 3, 2, 0), "kept"),
        ("completed", Standing(1, 3, 2, 0), Standing(1, 3, 2, 0), "kept"),
        ("withdrawn", Standing(1, 3, 2, 0), Standing(2, 3, 2, 0), "corrected"),
        ("withdrawn", Standing(2, 3, 2, 0), Standing(2, 3, 2, 0), "same"),
    ],
)
def test_what_becomes_of_whoever_is_counted_anew(status: str, before: Standing, found: Standing, outcome: str) -> None:
    assert recounted(status, before, found) == outcome
