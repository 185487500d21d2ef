"""The end of an attempt: graded once, whether it was submitted or its time ran out."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from courses.assessment.enums import AttemptStatus
from courses.assessment.models import Attempt
from courses.assessment.policies import attempts_visible_to
from courses.assessment.rules.attempts import AWAITED, GRACE, is_given_up, is_over
from courses.assessment.rules.grading import grade
from courses.assessment.selectors import quiz_of, with_standing
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import EnrolmentWithdrawn
from courses.enrolment.services import pass_quiz, take_part
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.clock import now as present
from foundation.programmes.policies import one

GRADED = ("status", "submitted_at", "score", "max_score", "passed", "shares")


def submit_attempt(*, actor: User, attempt_id: UUID, now: datetime | None = None) -> Attempt:
    """With what was saved. Again gives what it gave."""
    require(actor, Purpose.LEARNING)
    return close(attempts_visible_to(actor).filter(id=attempt_id), now or present())


@transaction.atomic
def close(rows: QuerySet[Attempt], now: datetime) -> Attempt:
    """Grade the attempt, if that wasn't done, and complete its lesson, if it was passed.

    Its enrolment is locked first, as by everything that writes progress, then the attempt itself: answers that come in the
    meantime wait, and are refused.
    """
    locked = with_standing(rows).select_related("enrolment").select_for_update(of=("enrolment", "self"), no_key=True)
    attempt = one(locked)
    if attempt.status == AttemptStatus.SUBMITTED:
        return one(with_standing(rows.all()))  # what stands beside the row was read before we waited for it
    if attempt.enrolment.status == EnrolmentStatus.WITHDRAWN:
        raise EnrolmentWithdrawn
    _grade(attempt, now)
    if attempt.passed and attempt.lesson_now:
        complete(attempt, attempt.lesson_now, now)
    else:
        take_part(enrolment_id=attempt.enrolment_id, now=attempt.submitted_at or now)
    return attempt


def _grade(attempt: Attempt, now: datetime) -> None:
    got = grade(quiz_of(attempt.lesson_id), attempt.seed, attempt.answers)
    attempt.status = AttemptStatus.SUBMITTED
    attempt.submitted_at = attempt.expires_at if is_over(attempt.expires_at, now) else now
    attempt.score, attempt.max_score, attempt.passed = got.score, got.max_score, got.passed
    attempt.shares = {key: float(share) for key, share in got.shares.items()}
    attempt.save(update_fields=GRADED)
    attempt.any_passed = attempt.any_passed or got.passed
    attempt.used += 1


def complete(attempt: Attempt, lesson_id: UUID, now: datetime) -> None:
    """The lesson of the quiz that was passed."""
    pass_quiz(
        person_id=attempt.enrolment.person_id,
        enrolment_id=attempt.enrolment_id,
        lesson_id=lesson_id,
        passed_at=attempt.submitted_at or now,
        now=now,
    )


def settle(attempts: Iterable[Attempt], now: datetime, *, awaits: bool = False) -> bool:
    """Grade those whose time is over, and with `awaits` those only whose answers no phone may still bring; whether there were
    any. Those of a withdrawn enrolment wait for a return."""
    ends = is_given_up if awaits else is_over
    over = [row for row in attempts if row.status == AttemptStatus.OPEN and ends(row.expires_at, now)]
    for attempt in over:
        try:
            close(Attempt.objects.filter(id=attempt.id), now)
        except EnrolmentWithdrawn:
            return False
    return bool(over)


def sweep_attempts(*, now: datetime, limit: int = 200) -> int:
    """Grade what ran out and nobody came back to, on whatever phone. Safe to run twice and beside itself."""
    rows = Attempt.objects.filter(status=AttemptStatus.OPEN, expires_at__lt=now - GRACE - AWAITED)
    over = list(rows.exclude(enrolment__status=EnrolmentStatus.WITHDRAWN).order_by("expires_at")[:limit])
    for attempt in over:
        settle([attempt], now)
    return len(over)
