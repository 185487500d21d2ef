from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from mentoring.reviews.enums import ReviewMove, ReviewStatus

LEASE = timedelta(minutes=30)
SLOTS = (1, 2, 3, 4)  # how many reviews a mentor holds at once, each in a slot of its own

S, M = ReviewStatus, ReviewMove

TRANSITIONS: dict[tuple[ReviewStatus, ReviewMove], ReviewStatus] = {
    (S.DRAFT, M.SUBMIT): S.SUBMITTED,
    (S.DRAFT, M.RELEASE): S.RELEASED,
    (S.DRAFT, M.EXPIRE): S.EXPIRED,
}


def first_free(numbers: Iterable[int], taken: Collection[int]) -> int | None:
    """The first of these seats or slots that nobody has."""
    return next((number for number in numbers if number not in taken), None)


def next_status(status: str, move: ReviewMove) -> ReviewStatus | None:
    """Where `move` leads from `status`; None where the table allows no such move."""
    return TRANSITIONS.get((S(status), move))


def may_save(status: str) -> bool:
    """The end of a lease takes no words away: its owner may still keep what was typed, though not submit it."""
    return status != S.SUBMITTED


def lease_until(now: datetime) -> datetime:
    return now + LEASE
