"""How long to wait, and when to stop."""

from datetime import timedelta

MAX_FAILURES = 5
MAX_STARTS = 40  # without progress: what kills its worker each time ends too
LEASE = timedelta(seconds=3)  # of a runner between two chunks, and of an ask on its way
CHUNK = 2.0  # seconds that one takes at most
STRETCH = 5.0  # seconds that one task goes on before it asks for the next: others of its queue wait no longer
LONGEST_STRETCH = 200.0  # within a task's time limit, its beginning included
KEEP_ROWS = timedelta(days=90)


def stretch_after(beginning: float, stretch: float = STRETCH) -> float:
    """How long to go on behind a first chunk that took so long. What has to be opened first, like a large file, is gone on
    with for longer: else most of the time would go into opening it again."""
    return min(stretch * max(1.0, beginning / CHUNK), LONGEST_STRETCH)


def wait_after(failures: int) -> timedelta:
    """The pause after the `failures`-th exception in a row: 2, 4, 8 ... seconds."""
    return timedelta(seconds=2**failures)


def added(counts: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) + more.get(name, 0) for name in [*counts, *(more.keys() - counts.keys())]}
