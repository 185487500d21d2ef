from datetime import timedelta

from foundation.kernel.clock import now
from foundation.kernel.statements import run

KEEP = timedelta(days=400)
CHUNK = 10_000
FORGET = """
    DELETE FROM enrolment_progressevent WHERE id IN (
           SELECT id FROM enrolment_progressevent WHERE recorded_at < %(before)s LIMIT %(limit)s)
    RETURNING 1
"""


def forget_logs() -> int:
    """Lines that came 13 months ago: no phone sends them again, and what they led to stays. Returns how many."""
    before, gone = now() - KEEP, 0
    while chunk := len(run(FORGET, {"before": before, "limit": CHUNK})):
        gone += chunk
    return gone
