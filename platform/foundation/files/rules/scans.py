"""When a file is shown to the scanner again."""

from datetime import timedelta

LEASE = timedelta(minutes=5)  # longer than a scan may take
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))


def wait_after(scans: int) -> timedelta:
    """After so many scans that came to nothing."""
    return PAUSES[min(scans, len(PAUSES)) - 1]
