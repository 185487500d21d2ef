from mentoring.reviews.selectors.queue import review_queue
from mentoring.reviews.selectors.reviews import list_own_reviews, reviews_of_submission

__all__ = ["list_own_reviews", "review_queue", "reviews_of_submission"]
