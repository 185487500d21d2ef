"""How long to wait, and when to stop."""

from datetime import timedelta

MAX_FAILURES = 5
MAX_STARTS = 40  # without progress: what kills its worker each time ends too
LEASE = timedelta(seconds=3)  # of a runner between two chunks, and of an ask on its way
STRETCH = 5.0  # seconds that one task goes on before it asks for the next: others of its queue wait no longer
KEEP_ROWS = timedelta(days=90)


def wait_after(failures: int) -> timedelta:
    """The pause after the `failures`-th exception in a row: 2, 4, 8 ... seconds."""
    return timedelta(seconds=2**failures)


def added(counts: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) + more.get(name, 0) for name in [*counts, *(more.keys() - counts.keys())]}
