"""How a learner stands with a quiz, and so what she may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from courses.assessment.enums import AttemptStatus
from courses.assessment.models import Attempt
from courses.assessment.rules.attempts import Bar, Past, allowed, bar_to, opens_again_at
from courses.assessment.rules.definition import Quiz
from courses.assessment.selectors import at_quiz, extra_attempts, quiz_of
from courses.assessment.services.closing import settle
from courses.catalogue.enums import LessonKind
from courses.enrolment.models import Enrolment
from courses.enrolment.selectors import is_closed, lesson_now
from foundation.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Standing:
    """`extra` attempts were given to her, `is_closed`: what she begins now counts no more."""

    quiz: Quiz
    attempts: Sequence[Attempt]
    extra: int
    is_closed: bool

    @property
    def opened(self) -> Attempt | None:
        return next((row for row in self.attempts if row.status == AttemptStatus.OPEN), None)

    @property
    def past(self) -> list[Past]:
        return [Past(bool(row.passed), row.submitted_at) for row in self.attempts if row.submitted_at is not None]

    @property
    def allowed(self) -> int | None:
        return allowed(self.quiz, self.extra)

    @property
    def opens_at(self) -> datetime | None:
        return opens_again_at(self.quiz, self.past)

    def bar(self, now: datetime) -> Bar | None:
        return bar_to(self.quiz, self.past, now, extra=self.extra, is_closed=self.is_closed)


def standing_of(enrolment: Enrolment, lesson_id: UUID, now: datetime, *, awaits: bool = False) -> Standing:
    """With all of her attempts, the open one's time not over; unless the look is another's, who `awaits` what her phone was
    told in time. Extra ones are given to whoever has used up her own, only."""
    quiz, attempts = quiz_of(lesson_id), _attempts(enrolment.id, lesson_id, now, awaits=awaits)
    extra = extra_attempts(enrolment.id, lesson_id) if exceeds(quiz, len(attempts) + 1) else 0
    return Standing(quiz, attempts, extra, is_closed(enrolment, now))


def quiz_now(enrolment: Enrolment, lesson_id: UUID) -> UUID:
    """The lesson of this quiz in her version, whichever version's is named."""
    hers = lesson_now(enrolment, lesson_id)
    if hers is None or hers.kind != LessonKind.QUIZ:
        raise NotFound
    return UUID(hers.id)


def exceeds(quiz: Quiz, number: int) -> bool:
    """Whether it takes an extra attempt to have so many."""
    return quiz.attempts is not None and number > quiz.attempts


def _attempts(enrolment_id: UUID, lesson_id: UUID, now: datetime, *, awaits: bool) -> list[Attempt]:
    rows = at_quiz(Attempt.objects.filter(enrolment=enrolment_id), lesson_id).order_by("number")
    known = list(rows)
    return list(rows.all()) if settle(known, now, awaits=awaits) else known
