"""What the scanner makes of a file that is held, and when it is shown to it again."""

from datetime import timedelta

from foundation.files.enums import FileMove, FileStatus

TRANSITIONS: dict[tuple[FileStatus, FileMove], FileStatus] = {
    (FileStatus.HELD, FileMove.CLEAR): FileStatus.CLEAN,
    (FileStatus.HELD, FileMove.REFUSE): FileStatus.REFUSED,
}

LEASE = timedelta(minutes=5)  # longer than a scan may take
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))


def wait_after(scans: int) -> timedelta:
    """After so many scans that came to nothing."""
    return PAUSES[min(scans, len(PAUSES)) - 1]
