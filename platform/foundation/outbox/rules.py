"""When to try again, and when to stop."""

from datetime import timedelta

MAX_ATTEMPTS = 8
MAX_STARTS = 20  # with no end to tell of: a subscriber that kills its worker stops too
GRACE = timedelta(seconds=3)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(attempts: int) -> timedelta:
    """The pause after the `attempts`-th failure: 2, 4, 8 ... seconds, an hour at most."""
    return min(timedelta(seconds=2**attempts), LONGEST_WAIT)


def is_stuck(attempts: int) -> bool:
    return attempts >= MAX_ATTEMPTS
