from django.urls import path

from foundation.rosters.api import sheets, views

urlpatterns = [
    path("cohorts/<uuid:cohort_id>/rosters", views.RostersView.as_view()),
    path("rosters/<uuid:roster_id>", views.RosterView.as_view()),
    path("rosters/<uuid:roster_id>/rows", views.RosterRowsView.as_view()),
    path("rosters/<uuid:roster_id>/rows/<int:number>", views.RosterRowView.as_view()),
    path("rosters/<uuid:roster_id>/rows.csv", views.RowsFileView.as_view()),
    path("rosters/<uuid:roster_id>/preview", views.PreviewView.as_view()),
    path("rosters/<uuid:roster_id>/apply", views.ApplyView.as_view()),
    path("rosters/<uuid:roster_id>/undo", views.UndoView.as_view()),
    path("rosters/<uuid:roster_id>/claim-cards.pdf", sheets.ClaimCardsView.as_view()),
    path("rosters/<uuid:roster_id>/consent-sheets.pdf", sheets.ConsentSheetsView.as_view()),
]
