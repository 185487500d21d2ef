"""What waits for whom, and who sees which review."""

from mentoring.reviews.policies.queue import get_leasable_for, get_waiting_for, put_off, queues_of, require_mentor_role
from mentoring.reviews.policies.reviews import (
    as_own,
    get_review_for,
    lock_own_review,
    own_reviews,
    reviews_visible_to,
)

__all__ = [
    "as_own",
    "get_leasable_for",
    "get_review_for",
    "get_waiting_for",
    "lock_own_review",
    "own_reviews",
    "put_off",
    "queues_of",
    "require_mentor_role",
    "reviews_visible_to",
]
