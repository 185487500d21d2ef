"""How hard each question was, and which answers were given: for authors, of first attempts alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from courses.assessment.enums import QuestionKind
from courses.assessment.policies import get_quiz_for
from courses.assessment.rules.definition import Question, Quiz, parse_quiz
from courses.assessment.rules.kinds import Match, MultipleChoice, Texts
from courses.assessment.rules.spelling import fold_answer
from foundation.accounts.models import User
from foundation.kernel.statements import run

MOST = 10  # answers of a question
FEWEST = 3  # who gave the same words: what one person alone wrote stays hers
TYPED = frozenset({QuestionKind.TEXT.value, QuestionKind.NUMBER.value})

SHARES = """
    SELECT share.key, count(*), avg(share.value::float)
      FROM assessment_attempt a, jsonb_each_text(a.shares) share
     WHERE a.lesson_id = %(lesson)s AND a.number = 1 AND a.status = 'submitted'
     GROUP BY share.key
"""
# A list counts as a whole where its order is the answer, else option by option; pairs count one by one.
GIVEN = """
    WITH given AS (
        SELECT answer.key, answer.value, jsonb_typeof(answer.value) AS form, answer.key = ANY(%(whole)s::text[]) AS whole
          FROM assessment_attempt a, jsonb_each(a.answers) answer
         WHERE a.lesson_id = %(lesson)s AND a.number = 1 AND a.status = 'submitted'
    )
    SELECT key, choice::text, count(*)
      FROM (SELECT key, value AS choice FROM given WHERE whole OR form IN ('string', 'boolean')
             UNION ALL
            SELECT given.key, option
              FROM given, jsonb_array_elements(CASE WHEN form = 'array' AND NOT whole THEN value ELSE '[]' END) option
             UNION ALL
            SELECT given.key, jsonb_build_object(pair.key, pair.value)
              FROM given, jsonb_each(CASE WHEN form = 'object' THEN value ELSE '{}' END) pair) chosen
     GROUP BY key, choice
"""


@dataclass(frozen=True, slots=True)
class Given:
    answer: Any
    correct: bool
    count: int


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """`share` is the mean part of the points that was earned by those to whom it was `shown`; None if nobody was."""

    id: str
    kind: str
    text: Texts
    points: int
    shown: int
    share: float | None
    answers: tuple[Given, ...]


def figures_for(actor: User, slug: str, number: int, lesson_id: UUID) -> tuple[QuestionFigures, ...]:
    """In two statements beside the quiz's own, in the order of its definition; what was given most comes first."""
    quiz = parse_quiz(get_quiz_for(actor, slug, number, lesson_id).definition)
    shares = {key: (shown, share) for key, shown, share in run(SHARES, {"lesson": lesson_id})}
    given = _given(lesson_id, quiz)
    return tuple(
        _figures(question, *shares.get(question.key, (0, None)), given[question.key]) for question in quiz.questions
    )


def _given(lesson_id: UUID, quiz: Quiz) -> dict[str, list[tuple[Any, int]]]:
    found: dict[str, list[tuple[Any, int]]] = {question.key: [] for question in quiz.questions}
    whole = [question.key for question in quiz.questions if question.kind == QuestionKind.ORDER]
    for key, choice, count in run(GIVEN, {"lesson": lesson_id, "whole": whole}):
        found[key].append((orjson.loads(choice), count))
    return found


def _figures(question: Question, shown: int, share: float | None, given: Iterable[tuple[Any, int]]) -> QuestionFigures:
    told = _typed(given) if question.kind in TYPED else given
    answers = [Given(answer, _is_right(question, answer), count) for answer, count in told]
    answers.sort(key=lambda one: (-one.count, orjson.dumps(one.answer)))
    return QuestionFigures(
        question.key, question.kind, question.text, question.points, shown, share, tuple(answers[:MOST])
    )


def _typed(given: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Under their commonest spelling, what was typed often enough to be nobody's own."""
    counts: Counter[str] = Counter()
    spellings: dict[str, tuple[int, str]] = {}
    for text, count in given:
        key = fold_answer(text)
        counts[key] += count
        spellings[key] = max(spellings.get(key, (0, "")), (count, text))
    return ((spellings[key][1], count) for key, count in counts.items() if count >= FEWEST)


def _is_right(question: Question, answer: Any) -> bool:
    body = question.body
    if isinstance(body, MultipleChoice):
        return answer in body.correct
    if isinstance(body, Match):
        return all(body.correct[left] == right for left, right in answer.items())
    return body.share(answer) == 1
