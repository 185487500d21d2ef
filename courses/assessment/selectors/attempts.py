"""Attempts as their learners may see them: what is asked, and, when its time has come, what was right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from courses.assessment.enums import AttemptStatus
from courses.assessment.models import Attempt, ExtraAttempt
from courses.assessment.models import Quiz as QuizRow
from courses.assessment.policies import get_quiz_for
from courses.assessment.rules.attempts import is_revealed
from courses.assessment.rules.definition import Quiz, parse_quiz
from courses.assessment.rules.drawing import Drawn, draw
from courses.assessment.rules.grading import rounded
from courses.assessment.rules.kinds import Answer, Part, Texts
from courses.catalogue.models import Lesson
from foundation.accounts.models import User
from foundation.kernel.errors import NotFound
from foundation.kernel.language import best

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: Texts
    feedback: Texts | None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a question: only where it may be shown."""

    points: Decimal
    correct: bool
    answer: Answer
    feedback: Texts | None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    id: str
    kind: str
    text: Texts
    points: int
    options: tuple[Option, ...]
    targets: tuple[Option, ...]
    result: Result | None


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    id: UUID
    enrolment: UUID
    lesson: UUID
    number: int
    status: str
    started_at: datetime
    expires_at: datetime | None
    submitted_at: datetime | None
    language: str
    questions: tuple[AskedQuestion, ...]
    answers: Mapping[str, Any]
    score: Decimal | None
    max_score: Decimal
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Preview:
    quiz: Quiz
    language: str
    questions: tuple[AskedQuestion, ...]


@lru_cache(maxsize=512)
def quiz_of(lesson_id: UUID) -> Quiz:
    """Of a published version, which never changes: kept in process."""
    rows = QuizRow.objects.filter(lesson=lesson_id, lesson__version__published_at__isnull=False)
    definition = rows.values_list("definition", flat=True).first()
    if definition is None:
        raise NotFound
    return parse_quiz(definition)


def with_standing(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """`any_passed`, `used` and `extra`: how its learner stands with this quiz, submitted attempts counted, and those that she
    was given; `lesson_now`: the lesson of this quiz in the version that she follows by now, if it is there."""
    hers, lesson = {"enrolment": OuterRef("enrolment")}, OuterRef(OuterRef("lesson"))
    submitted = at_quiz(Attempt.objects.filter(**hers, status=AttemptStatus.SUBMITTED), lesson)
    now = Lesson.objects.filter(
        version=OuterRef("enrolment__version"), key=OuterRef("lesson__key"), extra_hash=OuterRef("lesson__extra_hash")
    )
    standing: dict[str, Any] = {
        "any_passed": Exists(submitted.filter(passed=True)),
        "used": _count(submitted),
        "extra": _count(at_quiz(ExtraAttempt.objects.filter(**hers), lesson)),
        "lesson_now": Subquery(now.values("id")[:1]),
    }
    return attempts.annotate(**standing)


def at_quiz(attempts: QuerySet[Row], lesson: UUID | OuterRef) -> QuerySet[Row]:
    """Those at the quiz of this lesson, whichever version's lesson they hang on: a quiz is its key and its questions, whatever
    introduces it."""
    same = Lesson.objects.filter(id=lesson, key=OuterRef("lesson__key"), extra_hash=OuterRef("lesson__extra_hash"))
    return attempts.filter(Exists(same))


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Of one enrolment's."""
    return Coalesce(Subquery(rows.values("enrolment").annotate(count=Count("id")).values("count")), Value(0))


def extra_attempts(enrolment_id: UUID, lesson_id: UUID) -> int:
    """How many she was given beyond what the quiz allows."""
    return at_quiz(ExtraAttempt.objects.filter(enrolment=enrolment_id), lesson_id).count()


def facts_of(attempt: Attempt) -> AttemptFacts:
    """`attempt` comes with its standing, unless it is open."""
    quiz = quiz_of(attempt.lesson_id)
    drawn = draw(quiz, attempt.seed)
    shown = _is_shown(quiz, attempt)
    language = best(drawn[0].question.text)
    return AttemptFacts(
        id=attempt.id,
        enrolment=attempt.enrolment_id,
        lesson=attempt.lesson_id,
        number=attempt.number,
        status=attempt.status,
        started_at=attempt.started_at,
        expires_at=attempt.expires_at,
        submitted_at=attempt.submitted_at,
        language=language,
        questions=tuple(_asked(one, attempt, language, shown) for one in drawn),
        answers=attempt.answers,
        score=attempt.score,
        max_score=Decimal(sum(one.question.points for one in drawn)),
        passed=attempt.passed,
    )


def _is_shown(quiz: Quiz, attempt: Attempt) -> bool:
    submitted = attempt.status == AttemptStatus.SUBMITTED
    return submitted and is_revealed(quiz, passed=attempt.any_passed, used=attempt.used, extra=attempt.extra)


def _asked(drawn: Drawn, attempt: Attempt, language: str, shown: bool) -> AskedQuestion:
    question = drawn.question
    return AskedQuestion(
        id=question.key,
        kind=question.kind,
        text=question.text,
        points=question.points,
        options=tuple(_option(part, shown) for part in drawn.parts),
        targets=tuple(_option(part, shown) for part in drawn.targets),
        result=_result(drawn, attempt, language) if shown else None,
    )


def _option(part: Part, shown: bool) -> Option:
    return Option(part.key, part.text, part.feedback if shown else None)


def _result(drawn: Drawn, attempt: Attempt, language: str) -> Result:
    question = drawn.question
    share = (attempt.shares or {}).get(question.key, 0)
    return Result(
        points=rounded(Fraction(share) * question.points),
        correct=share == 1,
        answer=question.body.right(language),
        feedback=question.feedback.get("correct" if share == 1 else "wrong"),
    )


def preview_for(actor: User, slug: str, number: int, lesson_id: UUID, seed: int) -> Preview:
    """The quiz of a draft or a published version as a learner would meet it in an attempt with this seed, and see it in the
    end, all of it right."""
    row = get_quiz_for(actor, slug, number, lesson_id)
    quiz = parse_quiz(row.definition)
    drawn = draw(quiz, seed)
    language = best(drawn[0].question.text)
    ended = Attempt(lesson_id=lesson_id, seed=seed, shares={one.question.key: 1 for one in drawn})
    return Preview(quiz, language, tuple(_asked(one, ended, language, True) for one in drawn))
