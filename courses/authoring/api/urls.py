from django.urls import path

from courses.authoring.api.views import CoursePackageView, PackageImportsView, PackageImportView

urlpatterns = [
    path("course-packages", PackageImportsView.as_view()),
    path("course-packages/<uuid:import_id>", PackageImportView.as_view()),
    path("courses/<slug:slug>/package", CoursePackageView.as_view()),
]
