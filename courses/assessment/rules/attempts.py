"""When a learner may try, how long an attempt takes answers, and when the right ones are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from courses.assessment.enums import Reveal
from courses.assessment.rules.definition import Quiz

GRACE = timedelta(seconds=60)  # for what was sent in time and was long on the way
AWAITED = timedelta(days=1)  # for what a phone without a network was told in time
ANY_NUMBER = 1_000  # of attempts, for whoever is no machine


@dataclass(frozen=True, slots=True)
class Past:
    """A submitted attempt."""

    passed: bool
    submitted_at: datetime


class Bar(StrEnum):
    """What stands in the way of another attempt."""

    PASSED = "quiz_passed"
    USED_UP = "no_attempt_left"
    CLOSED = "deadline_passed"
    TOO_SOON = "quiz_cooldown"


def allowed(quiz: Quiz, extra: int) -> int | None:
    """How many attempts, those included that she was given beyond the quiz's own; None: any number."""
    return None if quiz.attempts is None else quiz.attempts + extra


def bar_to(quiz: Quiz, past: Sequence[Past], now: datetime, *, extra: int = 0, is_closed: bool = False) -> Bar | None:
    """`is_closed`: nothing that is begun now counts."""
    if any(attempt.passed for attempt in past):
        return Bar.PASSED
    if len(past) >= (allowed(quiz, extra) or ANY_NUMBER):
        return Bar.USED_UP
    if is_closed:
        return Bar.CLOSED
    opens_at = opens_again_at(quiz, past)
    return Bar.TOO_SOON if opens_at and now < opens_at else None


def opens_again_at(quiz: Quiz, past: Sequence[Past]) -> datetime | None:
    """The end of the wait after the last attempt, where there is one."""
    if not past or not quiz.cooldown_minutes:
        return None
    return max(attempt.submitted_at for attempt in past) + timedelta(minutes=quiz.cooldown_minutes)


def expiry_of(quiz: Quiz, started_at: datetime) -> datetime | None:
    return None if quiz.minutes is None else started_at + timedelta(minutes=quiz.minutes)


def is_over(expires_at: datetime | None, moment: datetime) -> bool:
    """It takes no answer that is given then."""
    return expires_at is not None and moment > expires_at + GRACE


def is_given_up(expires_at: datetime | None, now: datetime) -> bool:
    """No phone is waited for any more that may have answers of its time."""
    return is_over(expires_at, now - AWAITED)


def is_revealed(quiz: Quiz, *, passed: bool, used: int, extra: int = 0) -> bool:
    """Whether a submitted attempt shows what was right; `passed`: one of them all was, `used`: how many were submitted."""
    if quiz.reveal == Reveal.NEVER:
        return False
    most = allowed(quiz, extra)
    return quiz.reveal == Reveal.AFTER_EACH or passed or (most is not None and used >= most)


def stamp(moment: datetime, event_id: str = "") -> str:
    """When an answer was given, as a text that sorts so; at the same moment the id of a phone's event decides."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}/{event_id}"
