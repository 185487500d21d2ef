from django.urls import path

from courses.catalogue.api.views import CoursesView, CourseView, FacetsView

urlpatterns = [
    path("courses", CoursesView.as_view()),
    path("courses/facets", FacetsView.as_view()),
    path("courses/<slug:slug>", CourseView.as_view()),
]
