"""What the answers of an attempt are worth: exact shares of each question's points, rounded once, in their sum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from courses.assessment.rules.definition import Question, Quiz
from courses.assessment.rules.drawing import drawn_questions
from courses.assessment.rules.kinds import NOTHING, Answer, Misread
from foundation.kernel.pointers import step

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Grade:
    """`shares`: what part of its points each question earned, by its key."""

    score: Decimal
    max_score: Decimal
    passed: bool
    shares: Mapping[str, Fraction]


def read_answers(questions: Iterable[Question], told: Mapping[str, Any]) -> dict[str, Answer | None]:
    """As they are kept; None takes an answer back. Raises `Misread` for the first that could not be one."""
    known = {question.key: question for question in questions}
    return {key: _read(known.get(key), key, answer) for key, answer in told.items()}


def _read(question: Question | None, key: str, told: Any) -> Answer | None:
    if question is None:
        raise Misread("unknown_question", step(key))
    try:
        return None if told is None else question.body.read(told)
    except Misread as fault:
        raise Misread(fault.code, step(key) + fault.pointer) from None


def grade(quiz: Quiz, seed: int, answers: Mapping[str, Any]) -> Grade:
    """Of answers that were read; a question without one earns nothing. Who sees that she reached the mark has passed: the
    score is judged as it is shown."""
    questions = drawn_questions(quiz, seed)
    shares = {question.key: _share(question, answers.get(question.key)) for question in questions}
    score = rounded(sum((shares[question.key] * question.points for question in questions), NOTHING))
    max_score = Decimal(sum(question.points for question in questions))
    return Grade(score, max_score, score * 100 >= quiz.pass_mark * max_score, shares)


def _share(question: Question, answer: Any) -> Fraction:
    return NOTHING if answer is None else question.body.share(answer)


def rounded(points: Fraction) -> Decimal:
    return (Decimal(points.numerator) / points.denominator).quantize(CENT, ROUND_HALF_UP)
