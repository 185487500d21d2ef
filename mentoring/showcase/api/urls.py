from django.urls import path

from mentoring.showcase.api import views

urlpatterns = [
    path("showcase", views.ShowcaseView.as_view()),
    path("showcase/facets", views.FacetsView.as_view()),
    path("showcase/<uuid:project_id>", views.ShownView.as_view()),
    path("projects/<uuid:project_id>/showing", views.ShowingView.as_view()),
    path("projects/<uuid:project_id>/takedown", views.TakedownView.as_view()),
]
