from mentoring.reviews.api.serializers.changing import OtherMentorIn
from mentoring.reviews.api.serializers.desk import DeskOut, HandBack, HistoryOut, SnoozeIn, SnoozeOut
from mentoring.reviews.api.serializers.queue import QueueEntryOut
from mentoring.reviews.api.serializers.ratings import MeanOut, OfficeRatingOut, RatingIn, RatingOut, RatingsQuery
from mentoring.reviews.api.serializers.reports import (
    CaseOut,
    CasePatch,
    CasesQuery,
    OpenedCaseOut,
    ReportIn,
    ReportOut,
)
from mentoring.reviews.api.serializers.reviewers import ReviewerOut, ScoredOut
from mentoring.reviews.api.serializers.reviews import (
    OpenedReviewOut,
    RemarksOut,
    ReviewOut,
    ReviewPatch,
    ReviewsQuery,
    UnsavedOut,
)
from mentoring.reviews.api.serializers.waiting import ForecastsOut, WaitingOut

__all__ = [
    "CaseOut",
    "CasePatch",
    "CasesQuery",
    "DeskOut",
    "ForecastsOut",
    "HandBack",
    "HistoryOut",
    "MeanOut",
    "OfficeRatingOut",
    "OpenedCaseOut",
    "OpenedReviewOut",
    "OtherMentorIn",
    "QueueEntryOut",
    "RatingIn",
    "RatingOut",
    "RatingsQuery",
    "RemarksOut",
    "ReportIn",
    "ReportOut",
    "ReviewOut",
    "ReviewPatch",
    "ReviewerOut",
    "ReviewsQuery",
    "ScoredOut",
    "SnoozeIn",
    "SnoozeOut",
    "UnsavedOut",
    "WaitingOut",
]
