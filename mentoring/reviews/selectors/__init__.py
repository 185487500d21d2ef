from mentoring.reviews.selectors.queue import ORDER, Queue, review_queue
from mentoring.reviews.selectors.reviewers import reviewers_of, scores_of
from mentoring.reviews.selectors.reviews import list_own_reviews, reviews_of_submission

__all__ = [
    "ORDER",
    "Queue",
    "list_own_reviews",
    "review_queue",
    "reviewers_of",
    "reviews_of_submission",
    "scores_of",
]
