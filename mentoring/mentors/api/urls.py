from django.urls import path

from mentoring.mentors.api import views

urlpatterns = [
    path("mentors", views.MentorsView.as_view(), name="mentors"),
    path("mentors/me", views.OwnProfileView.as_view(), name="own-mentor-profile"),
    path("mentors/me/pauses", views.PausesView.as_view(), name="pauses"),
    path("mentors/me/pauses/<uuid:pause_id>", views.PauseView.as_view(), name="pause"),
    path("mentors/me/conflicts", views.ConflictsView.as_view(), name="conflicts"),
    path("mentors/me/conflicts/<uuid:conflict_id>", views.ConflictView.as_view(), name="conflict"),
    path("mentors/<uuid:mentor_id>/suspension", views.SuspensionView.as_view(), name="suspension"),
    path("vettings", views.VettingsView.as_view(), name="vettings"),
    path("vettings/<uuid:vetting_id>", views.VettingView.as_view(), name="vetting"),
    path("vettings/<uuid:vetting_id>/evidence", views.EvidenceView.as_view(), name="vetting-evidence"),
    path(
        "vettings/<uuid:vetting_id>/evidence/<uuid:evidence_id>",
        views.EvidenceContentView.as_view(),
        name="evidence-content",
    ),
    path("vettings/<uuid:vetting_id>/decide", views.VettingDecideView.as_view(), name="vetting-decide"),
    path("vettings/<uuid:vetting_id>/revoke", views.VettingRevokeView.as_view(), name="vetting-revoke"),
]
