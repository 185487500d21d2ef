from django.urls import path

from outcomes.insights.api import views

urlpatterns = [
    path("me/next", views.NextView.as_view()),
    path("cohorts/<uuid:cohort_id>/progress", views.ProgressView.as_view()),
    path("cohorts/<uuid:cohort_id>/progress/totals", views.TotalsView.as_view()),
    path("cohorts/<uuid:cohort_id>/progress.csv", views.ProgressFileView.as_view()),
    path("cohorts/<uuid:cohort_id>/progress.pdf", views.ReportView.as_view()),
]
