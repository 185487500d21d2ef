from django.urls import path

from courses.enrolment.api.views import (
    CompletionView,
    EnrolmentsView,
    EnrolmentView,
    LessonView,
    OutlineView,
)

urlpatterns = [
    path("courses/<slug:slug>/outline", OutlineView.as_view()),
    path("lessons/<uuid:lesson_id>", LessonView.as_view()),
    path("enrolments", EnrolmentsView.as_view()),
    path("enrolments/<uuid:enrolment_id>", EnrolmentView.as_view()),
    path("enrolments/<uuid:enrolment_id>/lessons/<uuid:lesson_id>/completion", CompletionView.as_view()),
]
