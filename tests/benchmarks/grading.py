"""`python -m tests.benchmarks.grading`: attempts at a quiz of ten questions, of every kind, that the pure rule grades."""

import os
import sys
from statistics import median
from time import perf_counter

from tests.benchmarks.reporting import Measure, report

ATTEMPTS = 2_000
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "8"))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    rates = [_round() for _ in range(ROUNDS)]
    rate = median(rates)
    return report(
        "grading", [Measure(name="attempts graded", value=rate, unit="/s", must=1_000, aim=1_000, ok=rate >= 1_000)]
    )


def _round() -> float:
    """Drawn, read and graded: all that a submit asks of the rule, and more."""
    from courses.assessment.rules.definition import parse_quiz
    from courses.assessment.rules.drawing import draw
    from courses.assessment.rules.grading import grade, read_answers
    from tests.factories import quizzes as make

    more = [make.text("another-text"), make.number("another-number"), make.match("another-match")]
    quiz = parse_quiz(make.quiz(*make.every_kind(), *more))
    told = {question.key: question.body.right("en") for question in quiz.questions}
    start = perf_counter()
    for seed in range(ATTEMPTS):
        draw(quiz, seed)
        grade(quiz, seed, read_answers(quiz.questions, told))
    return ATTEMPTS / (perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
