from django.urls import path

from foundation.programmes.api.views import people, places

urlpatterns = [
    path("claims", people.ClaimsView.as_view()),
    path("member-states", places.MemberStatesView.as_view()),
    path("member-states/<str:code>/calendar", places.CalendarView.as_view()),
    path("member-states/<str:code>/calendar/<str:day>", places.CalendarDayView.as_view()),
    path("organisations", places.OrganisationsView.as_view()),
    path("organisations/<str:reference>", places.OrganisationView.as_view()),
    path("programmes", places.ProgrammesView.as_view()),
    path("programmes/<str:reference>", places.ProgrammeView.as_view()),
    path("cohorts", places.CohortsView.as_view()),
    path("cohorts/<uuid:cohort_id>", places.CohortView.as_view()),
    path("cohorts/<uuid:cohort_id>/members", people.MembersView.as_view()),
    path("cohorts/<uuid:cohort_id>/members/<uuid:membership_id>", people.MemberView.as_view()),
    path("cohorts/<uuid:cohort_id>/members/<uuid:membership_id>/claim-code", people.ClaimCodeView.as_view()),
    path("grants", people.GrantsView.as_view()),
    path("grants/<uuid:grant_id>", people.GrantView.as_view()),
]
