"""Pure decisions: how long a review is held and where it may go from there, and what its scores are worth."""

from mentoring.reviews.rules.leases import LEASE, SEATS, SLOTS, TRANSITIONS, lease_until, may_save, next_status
from mentoring.reviews.rules.scoring import Fault, Points, Score, merge, missing, score_faults

__all__ = [
    "LEASE",
    "SEATS",
    "SLOTS",
    "TRANSITIONS",
    "Fault",
    "Points",
    "Score",
    "lease_until",
    "may_save",
    "merge",
    "missing",
    "next_status",
    "score_faults",
]
