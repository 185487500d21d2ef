from mentoring.reviews.selectors.cases import list_cases, opened_case, with_subject
from mentoring.reviews.selectors.desk import History, OwnDesk, history_of, own_desk
from mentoring.reviews.selectors.forecasts import LOOKED_BACK, Kept, forecast, forecasts_kept, newest_forecast
from mentoring.reviews.selectors.queue import ORDER, Queue, review_queue
from mentoring.reviews.selectors.ratings import list_ratings, mean_told_to
from mentoring.reviews.selectors.reviewers import reviewers_of
from mentoring.reviews.selectors.reviews import list_own_reviews, reviews_of_submission, unsaved_of
from mentoring.reviews.selectors.scores import Scores, scores_of

__all__ = [
    "LOOKED_BACK",
    "ORDER",
    "History",
    "Kept",
    "OwnDesk",
    "Queue",
    "Scores",
    "forecast",
    "forecasts_kept",
    "history_of",
    "list_cases",
    "list_own_reviews",
    "list_ratings",
    "mean_told_to",
    "newest_forecast",
    "opened_case",
    "own_desk",
    "review_queue",
    "reviewers_of",
    "reviews_of_submission",
    "scores_of",
    "unsaved_of",
    "with_subject",
]
