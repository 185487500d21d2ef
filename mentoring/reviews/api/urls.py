from django.urls import path

from mentoring.reviews.api import views

urlpatterns = [
    path("calls/<uuid:call_id>/reviewers", views.ReviewersView.as_view(), name="reviewers"),
    path("calls/<uuid:call_id>/scores", views.ScoresView.as_view(), name="scores"),
    path("mentors/me/desk", views.DeskView.as_view(), name="desk"),
    path("projects/<uuid:project_id>/other-mentor", views.OtherMentorView.as_view(), name="other-mentor"),
    path("review-queue", views.ReviewQueueView.as_view(), name="review-queue"),
    path("review-queue/forecasts", views.ForecastsView.as_view(), name="forecasts"),
    path("review-queue/<uuid:submission_id>/lease", views.LeaseView.as_view(), name="lease"),
    path("review-queue/<uuid:submission_id>/snooze", views.SnoozeView.as_view(), name="snooze"),
    path("remarks", views.RemarksView.as_view(), name="remarks"),
    path("reviews", views.ReviewsView.as_view(), name="reviews"),
    path("reviews/<uuid:review_id>", views.ReviewView.as_view(), name="review"),
    path("reviews/<uuid:review_id>/submit", views.ReviewSubmitView.as_view(), name="review-submit"),
    path("reviews/<uuid:review_id>/release", views.ReviewReleaseView.as_view(), name="review-release"),
    path("reviews/<uuid:review_id>/renew", views.ReviewRenewView.as_view(), name="review-renew"),
    path("reviews/<uuid:review_id>/unsaved", views.UnsavedView.as_view(), name="unsaved"),
    path("submissions/<uuid:submission_id>/history", views.HistoryView.as_view(), name="history"),
    path("submissions/<uuid:submission_id>/reviews", views.SubmissionReviewsView.as_view(), name="submission-reviews"),
    path("submissions/<uuid:submission_id>/waiting", views.WaitingView.as_view(), name="waiting"),
    path("reports", views.ReportsView.as_view(), name="reports"),
    path("cases", views.CasesView.as_view(), name="cases"),
    path("cases/<uuid:case_id>", views.CaseView.as_view(), name="case"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>", views.CaseFileView.as_view(), name="case-file"),
    path("reviews/<uuid:review_id>/rating", views.RatingView.as_view(), name="rating"),
    path("mentors/me/rating", views.OwnMeanView.as_view(), name="own-mean"),
    path("ratings", views.RatingsView.as_view(), name="ratings"),
]
