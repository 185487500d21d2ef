"""What waits for whom, who sees which review, and who looks into what is reported."""

from mentoring.reviews.policies.cases import (
    Subject,
    cases_visible_to,
    files_of_case,
    get_case_for,
    get_file_of_case,
    handlers_of,
    lock_case,
    reports_of,
    subject_for,
)
from mentoring.reviews.policies.queue import (
    get_leasable_for,
    get_snooze_for,
    get_waiting_for,
    put_off,
    queues_of,
    require_mentor_role,
)
from mentoring.reviews.policies.ratings import get_own_rating, get_ratable_for, ratings_visible_to
from mentoring.reviews.policies.reviews import (
    as_own,
    get_review_for,
    kept_beside,
    knows_verdicts,
    lock_own_review,
    own_reviews,
    reviews_at_desk,
    reviews_typed_at,
    reviews_visible_to,
)

__all__ = [
    "Subject",
    "as_own",
    "cases_visible_to",
    "files_of_case",
    "get_case_for",
    "get_file_of_case",
    "get_leasable_for",
    "get_own_rating",
    "get_ratable_for",
    "get_review_for",
    "get_snooze_for",
    "get_waiting_for",
    "handlers_of",
    "kept_beside",
    "knows_verdicts",
    "lock_case",
    "lock_own_review",
    "own_reviews",
    "put_off",
    "queues_of",
    "ratings_visible_to",
    "reports_of",
    "require_mentor_role",
    "reviews_at_desk",
    "reviews_typed_at",
    "reviews_visible_to",
    "subject_for",
]
