from django.urls import path

from outcomes.credentials.api.views import AchievementsView, CredentialsView, ReinstateView, RevokeView

urlpatterns = [
    path("achievements", AchievementsView.as_view()),
    path("credentials", CredentialsView.as_view()),
    path("credentials/<uuid:credential_id>/revoke", RevokeView.as_view()),
    path("credentials/<uuid:credential_id>/reinstate", ReinstateView.as_view()),
]
