from mentoring.reviews.api.views.changing import OtherMentorView
from mentoring.reviews.api.views.desk import DeskView, HistoryView, SnoozeView
from mentoring.reviews.api.views.queue import LeaseView, ReviewQueueView
from mentoring.reviews.api.views.ratings import OwnMeanView, RatingsView, RatingView
from mentoring.reviews.api.views.reports import CaseFileView, CasesView, CaseView, ReportsView
from mentoring.reviews.api.views.reviewers import ReviewersView, ScoresView
from mentoring.reviews.api.views.reviews import (
    RemarksView,
    ReviewReleaseView,
    ReviewRenewView,
    ReviewSubmitView,
    ReviewsView,
    ReviewView,
    SubmissionReviewsView,
    UnsavedView,
)
from mentoring.reviews.api.views.waiting import ForecastsView, WaitingView

__all__ = [
    "CaseFileView",
    "CaseView",
    "CasesView",
    "DeskView",
    "ForecastsView",
    "HistoryView",
    "LeaseView",
    "OtherMentorView",
    "OwnMeanView",
    "RatingView",
    "RatingsView",
    "RemarksView",
    "ReportsView",
    "ReviewQueueView",
    "ReviewReleaseView",
    "ReviewRenewView",
    "ReviewSubmitView",
    "ReviewView",
    "ReviewersView",
    "ReviewsView",
    "ScoresView",
    "SnoozeView",
    "SubmissionReviewsView",
    "UnsavedView",
    "WaitingView",
]
