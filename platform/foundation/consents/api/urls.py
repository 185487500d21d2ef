from django.urls import path

from foundation.consents.api import views

urlpatterns = [
    path("me", views.MeView.as_view()),
    path("me/consents", views.MyConsentsView.as_view()),
    path("guardian-consents/<str:token>", views.GuardianConsentView.as_view()),
    path("cohorts/<uuid:cohort_id>/consents", views.CohortConsentsView.as_view()),
    path("cohorts/<uuid:cohort_id>/members/<uuid:membership_id>/guardian-link", views.GuardianLinkView.as_view()),
]
