from mentoring.reviews.models.cases import UNSETTLED, Case, Report
from mentoring.reviews.models.forecasts import Forecast
from mentoring.reviews.models.ratings import Rating
from mentoring.reviews.models.reviews import HANDED_BACK, LIVE, SEAT_CONSTRAINT, SEATED, SLOT_CONSTRAINT, Review
from mentoring.reviews.models.snoozes import MOST_SNOOZES, Snooze
from mentoring.reviews.models.unsaved import MOST_UNSAVED, Unsaved

__all__ = [
    "HANDED_BACK",
    "LIVE",
    "MOST_SNOOZES",
    "MOST_UNSAVED",
    "SEATED",
    "SEAT_CONSTRAINT",
    "SLOT_CONSTRAINT",
    "UNSETTLED",
    "Case",
    "Forecast",
    "Rating",
    "Report",
    "Review",
    "Snooze",
    "Unsaved",
]
