from datetime import datetime
from secrets import randbits
from uuid import UUID

from django.db import transaction
from django.db.models import Exists

from courses.assessment.errors import NoAttemptLeft, QuizCooldown, QuizPassed
from courses.assessment.models import Attempt
from courses.assessment.rules.attempts import Bar, expiry_of
from courses.assessment.selectors import at_quiz, extra_attempts, quiz_of
from courses.assessment.services.standing import Standing, exceeds, quiz_now, standing_of
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import DeadlinePassed, EnrolmentWithdrawn
from courses.enrolment.models import Enrolment
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

    Two phones that come at once are told apart behind the lock of the enrolment; whoever is moved meanwhile begins nothing in
    the version that she came from.
    """
    require(actor, Purpose.LEARNING)
    moment = now or present()
    own = enrolments_visible_to(actor).filter(id=enrolment_id)
    while True:
        enrolment = one(own.all())
        quiz_id = quiz_now(enrolment, lesson_id)
        if enrolment.status == EnrolmentStatus.WITHDRAWN:
            raise EnrolmentWithdrawn
        standing = standing_of(enrolment, quiz_id, moment)
        if standing.opened:
            return standing.opened, False
        _refuse(actor, enrolment, standing, moment)
        if fresh := _begin(actor, enrolment_id, quiz_id, len(standing.attempts) + 1, moment):
            return fresh, True


def _refuse(actor: User, enrolment: Enrolment, standing: Standing, now: datetime) -> None:
    bar = standing.bar(now)
    if bar == Bar.PASSED:
        raise QuizPassed
    if bar == Bar.CLOSED and enrolment.closes_at:
        raise DeadlinePassed(enrolment.closes_at, actor)
    if bar == Bar.USED_UP:
        raise NoAttemptLeft
    if bar == Bar.TOO_SOON and standing.opens_at:
        raise QuizCooldown(standing.opens_at, now)


@transaction.atomic
def _begin(actor: User, enrolment_id: UUID, lesson_id: UUID, number: int, now: datetime) -> Attempt | None:
    """None if another came first, she was moved, or an extra attempt was taken back. Behind the enrolment's lock none of it
    happens any more."""
    take_part(enrolment_id=enrolment_id, now=now, beginner=actor)
    if not _is_next(enrolment_id, lesson_id, number):
        return None
    quiz = quiz_of(lesson_id)
    if exceeds(quiz, number) and exceeds(quiz, number - extra_attempts(enrolment_id, lesson_id)):
        return None
    return Attempt.objects.create(
        enrolment_id=enrolment_id,
        lesson_id=lesson_id,
        number=number,
        seed=randbits(SEED_BITS),
        started_at=now,
        expires_at=expiry_of(quiz, now),
    )


def _is_next(enrolment_id: UUID, lesson_id: UUID, number: int) -> bool:
    """Of the quiz that is hers now."""
    begun = at_quiz(Attempt.objects.filter(enrolment=enrolment_id, number__gte=number), lesson_id)
    return Enrolment.objects.filter(~Exists(begun), id=enrolment_id, version__lessons=lesson_id).exists()
