from django.urls import path

from courses.enrolment.api.bundles import BundleKeysView, OfflineBundleView
from courses.enrolment.api.courses import CourseView
from courses.enrolment.api.paths import PathEnrolmentView, PathsView, PathView
from courses.enrolment.api.reopening import ReopeningView
from courses.enrolment.api.versions import (
    PublishView,
    RecomputationView,
    VersionLessonView,
    VersionOutlineView,
    VersionsView,
)
from courses.enrolment.api.views import (
    CompletionView,
    EnrolmentsView,
    EnrolmentView,
    LessonsView,
    LessonView,
    OutlineView,
)

urlpatterns = [
    path("bundle-keys", BundleKeysView.as_view()),
    path("courses/<slug:slug>", CourseView.as_view()),
    path("courses/<slug:slug>/lessons", LessonsView.as_view()),
    path("courses/<slug:slug>/offline.zip", OfflineBundleView.as_view()),
    path("courses/<slug:slug>/outline", OutlineView.as_view()),
    path("courses/<slug:slug>/recomputation", RecomputationView.as_view()),
    path("courses/<slug:slug>/versions", VersionsView.as_view()),
    path("courses/<slug:slug>/versions/<int:number>/outline", VersionOutlineView.as_view()),
    path("courses/<slug:slug>/versions/<int:number>/lessons/<uuid:lesson_id>", VersionLessonView.as_view()),
    path("courses/<slug:slug>/versions/<int:number>/publish", PublishView.as_view()),
    path("lessons/<uuid:lesson_id>", LessonView.as_view()),
    path("paths", PathsView.as_view()),
    path("paths/<slug:slug>", PathView.as_view()),
    path("paths/<slug:slug>/enrolment", PathEnrolmentView.as_view()),
    path("enrolments", EnrolmentsView.as_view()),
    path("enrolments/<uuid:enrolment_id>", EnrolmentView.as_view()),
    path("enrolments/<uuid:enrolment_id>/reopening", ReopeningView.as_view()),
    path("enrolments/<uuid:enrolment_id>/lessons/<uuid:lesson_id>/completion", CompletionView.as_view()),
]
