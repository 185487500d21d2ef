"""Drawing and grading: tables for what was decided, properties for what always holds."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.rules.definition import Question, Quiz, parse_quiz
from courses.assessment.rules.drawing import draw, drawn_questions
from courses.assessment.rules.grading import grade, read_answers, rounded
from courses.assessment.rules.kinds import Misread
from tests.factories import quizzes as make

SEEDS = st.integers(0, 2**63 - 1)
POOLED = make.quiz(
    *[make.true_false(f"sure-{number}") for number in range(2)],
    *[make.single(f"a-{number}", pool="a") for number in range(4)],
    *[make.multiple(f"b-{number}", pool="b") for number in range(3)],
    pools=[{"key": "a", "draw": 2}, {"key": "b", "draw": 1}],
)
EVERY_KIND = parse_quiz(make.quiz())


def keys_of(quiz: Quiz, seed: int) -> list[str]:
    return [drawn.question.key for drawn in draw(quiz, seed)]


def right_answers(quiz: Quiz, seed: int) -> dict[str, Any]:
    return {question.key: question.body.right("en") for question in drawn_questions(quiz, seed)}


# drawing


@given(seed=SEEDS)
def test_of_each_pool_as_many_as_it_gives_and_all_the_others(seed: int) -> None:
    keys = keys_of(parse_quiz(POOLED), seed)
    assert sorted(key.split("-")[0] for key in keys) == ["a", "a", "b", "sure", "sure"]
    assert len(set(keys)) == 5


@given(seed=SEEDS)
def test_a_seed_says_the_same_again_however_the_definition_was_written(seed: int) -> None:
    turned = {**POOLED, "questions": POOLED["questions"][::-1], "pools": POOLED["pools"][::-1]}
    assert draw(parse_quiz(POOLED), seed) == draw(parse_quiz(POOLED), seed) == draw(parse_quiz(turned), seed)


def test_this_seed_says_this_for_ever() -> None:
    """An attempt of years ago has to be shown as it was."""
    drawn = draw(parse_quiz(POOLED), 20261129)
    assert [(one.question.key, "".join(part.key for part in one.parts)) for one in drawn] == [
        ("a-1", "cba"),
        ("b-1", "acbd"),
        ("a-0", "abc"),
        ("sure-0", ""),
        ("sure-1", ""),
    ]


def test_attempts_differ() -> None:
    quiz = parse_quiz(POOLED)
    assert len({tuple(keys_of(quiz, seed)) for seed in range(20)}) > 10
    assert len({tuple(part.key for part in draw(EVERY_KIND, seed)[0].parts) for seed in range(20)}) > 5


@given(seed=SEEDS)
def test_without_shuffling_all_comes_as_it_was_written_but_never_in_the_right_order(seed: int) -> None:
    quiz = parse_quiz(make.quiz(shuffle=False))
    drawn = draw(quiz, seed)
    assert [one.question for one in drawn] == list(quiz.questions)
    assert [one.parts for one in drawn] == [question.body.parts for question in quiz.questions]
    order = next(one for one in drawn if one.question.kind == "order")
    assert [part.key for part in order.parts] == ["i1", "i2", "i3", "i4"]


# grading


@given(seed=SEEDS)
def test_right_answers_earn_full_points(seed: int) -> None:
    for quiz in (EVERY_KIND, parse_quiz(POOLED)):
        got = grade(quiz, seed, right_answers(quiz, seed))
        assert (got.score, got.passed, set(got.shares.values())) == (got.max_score, True, {Fraction(1)})


def some_answers(question: Question) -> st.SearchStrategy[Any]:
    parts = [part.key for part in question.body.parts]
    targets = [part.key for part in question.body.targets]
    of_kind: dict[str, st.SearchStrategy[Any]] = {
        "single": st.sampled_from(parts or [""]),
        "multiple": st.lists(st.sampled_from(parts or [""]), unique=True),
        "true_false": st.booleans(),
        "text": st.text(max_size=20) | st.sampled_from(["www", "الانترنت"]),
        "number": st.decimals(-99, 99, places=1).map(str),
        "order": st.lists(st.sampled_from(parts or [""]), unique=True),
        "match": st.dictionaries(st.sampled_from(parts or [""]), st.sampled_from(targets or [""])),
    }
    return of_kind[question.kind]


ANSWERS = st.fixed_dictionaries(
    {}, optional={question.key: some_answers(question) for question in EVERY_KIND.questions}
)


@given(answers=ANSWERS, seed=SEEDS)
def test_a_score_lies_between_nothing_and_everything_whatever_the_order(answers: dict[str, Any], seed: int) -> None:
    kept = read_answers(EVERY_KIND.questions, answers)
    got = grade(EVERY_KIND, seed, kept)
    assert Decimal(0) <= got.score <= got.max_score == 14
    assert all(0 <= share <= 1 for share in got.shares.values())
    assert got == grade(EVERY_KIND, seed, dict(reversed(kept.items()))) == grade(EVERY_KIND, seed + 1, kept)
    assert read_answers(EVERY_KIND.questions, kept) == kept


@given(answers=ANSWERS)
def test_the_order_of_choices_does_not_count(answers: dict[str, Any]) -> None:
    turned = {key: answer[::-1] if key == "multiple" else answer for key, answer in answers.items()}
    assert grade(EVERY_KIND, 0, answers) == grade(EVERY_KIND, 0, turned)


def test_points_are_rounded_once_in_their_sum() -> None:
    thirds = [make.multiple(f"m-{number}", correct="abc", points=1) for number in range(3)]
    got = grade(parse_quiz(make.quiz(*thirds)), 0, {f"m-{number}": ["a"] for number in range(3)})
    assert (got.score, got.max_score) == (Decimal("1.00"), 3)
    assert rounded(Fraction(1, 3)) == Decimal("0.33")
    assert rounded(Fraction(1, 200)) == Decimal("0.01")


@pytest.mark.parametrize(
    ("pass_mark", "right", "passed"),
    [(60, 6, True), (60, 5, False), (61, 6, False), (100, 10, True), (100, 9, False), (1, 1, True), (1, 0, False)],
)
def test_who_reaches_the_mark_has_passed(pass_mark: int, right: int, passed: bool) -> None:
    questions = [make.true_false(f"q-{number}", points=1) for number in range(10)]
    quiz = parse_quiz(make.quiz(*questions, pass_mark=pass_mark))
    assert grade(quiz, 0, {f"q-{number}": number < right for number in range(10)}).passed is passed


def test_the_pass_mark_is_sixty_unless_told_otherwise() -> None:
    quiz = parse_quiz(make.quiz())
    assert (quiz.pass_mark, quiz.attempts, quiz.minutes, quiz.cooldown_minutes, quiz.shuffle, quiz.reveal) == (
        60, None, None, 0, True, "after_last",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "code", "pointer"),
    [
        ({"single": "b", "nothing": 1}, "unknown_question", "/nothing"),
        ({"a/b": 1}, "unknown_question", "/a~1b"),
        ({"multiple": ["a", "z"]}, "unknown_option", "/multiple/1"),
    ],
)
def test_a_fault_says_where_it_is(told: dict[str, Any], code: str, pointer: str) -> None:
    with pytest.raises(Misread) as refused:
        read_answers(EVERY_KIND.questions, told)
    assert (refused.value.code, refused.value.pointer) == (code, pointer)


def test_nothing_takes_an_answer_back() -> None:
    assert read_answers(EVERY_KIND.questions, {"single": None, "text": " www "}) == {"single": None, "text": "www"}
    assert grade(EVERY_KIND, 0, {"single": None}).score == 0


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("x"), inner, max_size=3),
    max_leaves=5,
)


@given(key=st.sampled_from([question.key for question in EVERY_KIND.questions]), told=ANYTHING)
def test_whatever_is_sent_is_an_answer_or_refused(key: str, told: Any) -> None:
    with suppress(Misread):
        kept = read_answers(EVERY_KIND.questions, {key: told})
        assert 0 <= grade(EVERY_KIND, 0, kept).score <= 2
