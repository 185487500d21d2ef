from django.urls import path

from courses.catalogue.api.views import CoursesView, FacetsView

urlpatterns = [
    path("courses", CoursesView.as_view()),
    path("courses/facets", FacetsView.as_view()),
]
