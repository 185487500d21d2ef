"""What waits for whom, and who sees which review."""

from mentoring.reviews.policies.queue import get_leasable_for, get_waiting_for, put_off, queues_of, require_mentor_role
from mentoring.reviews.policies.reviews import (
    get_review_for,
    lock_own_review,
    own_reviews,
    reviews_about,
    reviews_visible_to,
)

__all__ = [
    "get_leasable_for",
    "get_review_for",
    "get_waiting_for",
    "lock_own_review",
    "own_reviews",
    "put_off",
    "queues_of",
    "require_mentor_role",
    "reviews_about",
    "reviews_visible_to",
]
