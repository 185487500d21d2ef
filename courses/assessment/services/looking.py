"""Attempts as they stand now: one whose time ran out is graded before it is shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from courses.assessment.enums import AttemptStatus
from courses.assessment.models import Attempt
from courses.assessment.policies import attempts_visible_to
from courses.assessment.rules.attempts import Bar
from courses.assessment.selectors import at_quiz, with_standing
from courses.assessment.services.closing import settle
from courses.assessment.services.standing import standing_of
from courses.catalogue.enums import LessonKind
from courses.catalogue.models import Lesson
from courses.enrolment.models import Enrolment
from courses.enrolment.policies import enrolments_visible_to
from courses.enrolment.selectors import lesson_now
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.clock import now as present
from foundation.programmes.policies import one


@dataclass(frozen=True, slots=True)
class Overview:
    """What a learner should know before she begins: `attempts` are those that the quiz allows, `allowed` those that she was
    given too; `bar` is why she can't begin another attempt now, if she can't."""

    pass_mark: int
    minutes: int | None
    attempts: int | None
    allowed: int | None
    used: int
    cooldown_minutes: int
    reveal: str
    passed: bool
    open_attempt: UUID | None
    bar: Bar | None
    retry_at: datetime | None

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else self.allowed - self.used


def attempt_now(*, actor: User, attempt_id: UUID, now: datetime | None = None) -> Attempt:
    require(actor, Purpose.LEARNING)
    rows = with_standing(attempts_visible_to(actor).filter(id=attempt_id))
    attempt = one(rows)
    return one(rows.all()) if settle([attempt], now or present()) else attempt


def attempts_now(*, actor: User, enrolment_id: UUID, lesson_id: UUID, now: datetime | None = None) -> QuerySet[Attempt]:
    _, quiz_id = _quiz_for(actor, enrolment_id, lesson_id)
    rows = at_quiz(attempts_visible_to(actor).filter(enrolment=enrolment_id), quiz_id)
    settle(rows.filter(status=AttemptStatus.OPEN), now or present())
    return with_standing(rows)


def overview(*, actor: User, enrolment_id: UUID, lesson_id: UUID, now: datetime | None = None) -> Overview:
    moment = now or present()
    standing = standing_of(*_quiz_for(actor, enrolment_id, lesson_id), moment)
    quiz, bar = standing.quiz, standing.bar(moment)
    return Overview(
        pass_mark=quiz.pass_mark,
        minutes=quiz.minutes,
        attempts=quiz.attempts,
        allowed=standing.allowed,
        used=len(standing.attempts),
        cooldown_minutes=quiz.cooldown_minutes,
        reveal=quiz.reveal,
        passed=bar == Bar.PASSED,
        open_attempt=standing.opened.id if standing.opened else None,
        bar=bar,
        retry_at=standing.opens_at if bar == Bar.TOO_SOON else None,
    )


def _quiz_for(actor: User, enrolment_id: UUID, lesson_id: UUID) -> tuple[Enrolment, UUID]:
    """Of her version, whichever version's lesson is named; one that isn't there any more stays to be seen."""
    require(actor, Purpose.LEARNING)
    enrolment = one(enrolments_visible_to(actor).filter(id=enrolment_id))
    if (hers := lesson_now(enrolment, lesson_id)) and hers.kind == LessonKind.QUIZ:
        return enrolment, UUID(hers.id)
    quizzes = Lesson.objects.filter(kind=LessonKind.QUIZ, version__published_at__isnull=False)
    return enrolment, one(quizzes.filter(id=lesson_id, version__course=enrolment.course_id)).id
