"""By when a course is to be done, and what counts after that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foundation.kernel.dates import end_of


@dataclass(frozen=True, slots=True)
class Term:
    """What a cohort that has the course asks of its members; any day will do where there is none."""

    day: date | None = None
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What is done at `closes_at` or later counts no more."""

    due_at: datetime | None = None
    closes_at: datetime | None = None


def due(terms: Sequence[Term], extended_on: date | None, zone: str) -> Due:
    """At the end of the latest day that a cohort of hers names, if all of them name one; of two that name the same, she has
    the one that doesn't close. What she was given by herself only ever adds days."""
    days = [(one.day, not one.closes) for one in terms if one.day]
    if not days or len(days) < len(terms):
        return Due()
    day, stays_open = max(days)
    over = end_of(max(day, extended_on or day), zone)
    return Due(over, None if stays_open else over)


def is_closed(closes_at: datetime | None, moment: datetime) -> bool:
    return closes_at is not None and moment >= closes_at
