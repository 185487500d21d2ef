from collections.abc import Sequence
from datetime import datetime
from secrets import randbits
from uuid import UUID

from django.db import transaction

from courses.assessment.enums import AttemptStatus
from courses.assessment.errors import NoAttemptLeft, QuizCooldown, QuizPassed
from courses.assessment.models import Attempt
from courses.assessment.rules.attempts import Bar, Past, bar_to, expiry_of, opens_again_at
from courses.assessment.rules.definition import Quiz
from courses.assessment.selectors import quiz_of
from courses.assessment.services.closing import settle
from courses.catalogue.enums import LessonKind
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import EnrolmentWithdrawn
from courses.enrolment.policies import enrolments_visible_to
from courses.enrolment.services import take_part
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.clock import now as present
from foundation.programmes.policies import one

SEED_BITS = 63


def start_attempt(
    *, actor: User, enrolment_id: UUID, lesson_id: UUID, now: datetime | None = None
) -> tuple[Attempt, bool]:
    """A new attempt and True, or the one that is open and False.

    Two phones that come at once are told apart by the unique number and the one open attempt that there can be.
    """
    require(actor, Purpose.LEARNING)
    moment = now or present()
    quizzes = enrolments_visible_to(actor).filter(version__lessons=lesson_id, version__lessons__kind=LessonKind.QUIZ)
    enrolment = one(quizzes.filter(id=enrolment_id))
    if enrolment.status == EnrolmentStatus.WITHDRAWN:
        raise EnrolmentWithdrawn
    quiz = quiz_of(lesson_id)
    while True:
        known = attempts_at(enrolment_id, lesson_id, moment)
        if opened := next((row for row in known if row.status == AttemptStatus.OPEN), None):
            return opened, False
        _refuse(quiz, known, moment)
        if fresh := _begin(enrolment_id, lesson_id, len(known) + 1, expiry_of(quiz, moment), moment):
            return fresh, True


def attempts_at(enrolment_id: UUID, lesson_id: UUID, now: datetime) -> list[Attempt]:
    """All of them, the open one's time not over."""
    rows = Attempt.objects.filter(enrolment=enrolment_id, lesson=lesson_id).order_by("number")
    known = list(rows)
    return list(rows.all()) if settle(known, now) else known


def past(attempts: Sequence[Attempt]) -> list[Past]:
    return [Past(bool(row.passed), row.submitted_at) for row in attempts if row.submitted_at is not None]


def _refuse(quiz: Quiz, known: Sequence[Attempt], now: datetime) -> None:
    gone = past(known)
    bar = bar_to(quiz, gone, now)
    if bar == Bar.PASSED:
        raise QuizPassed
    if bar == Bar.USED_UP:
        raise NoAttemptLeft
    opens_at = opens_again_at(quiz, gone)
    if bar == Bar.TOO_SOON and opens_at:
        raise QuizCooldown(opens_at, now)


@transaction.atomic
def _begin(
    enrolment_id: UUID, lesson_id: UUID, number: int, expires_at: datetime | None, now: datetime
) -> Attempt | None:
    """None if another came first."""
    take_part(enrolment_id=enrolment_id, now=now)
    attempt = Attempt(
        enrolment_id=enrolment_id,
        lesson_id=lesson_id,
        number=number,
        seed=randbits(SEED_BITS),
        started_at=now,
        expires_at=expires_at,
    )
    Attempt.objects.bulk_create([attempt], ignore_conflicts=True)
    return Attempt.objects.filter(id=attempt.id).first()
