"""When a lesson counts as completed, when a course does, and which courses a leaver loses."""

from collections.abc import Collection
from datetime import datetime


def settled_time(told: datetime | None, *, enrolled_at: datetime, now: datetime) -> datetime:
    """The learner's own time of completion, kept between her enrolment and now: a phone's clock may be wrong by hours,
    and no progress is lost for that."""
    return now if told is None else max(enrolled_at, min(told, now))


def completes(*, done: int, total: int) -> bool:
    return done >= total


def courses_lost(*, left: Collection[str], kept: Collection[str]) -> set[str]:
    """Slugs of the courses that a leaver had from the cohort `left` alone."""
    return set(left) - set(kept)
