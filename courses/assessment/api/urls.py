from django.urls import path

from courses.assessment.api.phones import ProgressEventsView
from courses.assessment.api.views import (
    AttemptsView,
    AttemptView,
    QuizFiguresView,
    QuizPreviewView,
    QuizReopeningView,
    QuizView,
    SubmitView,
)

urlpatterns = [
    path("progress-events", ProgressEventsView.as_view()),
    path("enrolments/<uuid:enrolment_id>/lessons/<uuid:lesson_id>/quiz", QuizView.as_view()),
    path("enrolments/<uuid:enrolment_id>/lessons/<uuid:lesson_id>/attempts", AttemptsView.as_view()),
    path("enrolments/<uuid:enrolment_id>/lessons/<uuid:lesson_id>/reopening", QuizReopeningView.as_view()),
    path("courses/<slug:slug>/versions/<int:number>/lessons/<uuid:lesson_id>/quiz", QuizPreviewView.as_view()),
    path("courses/<slug:slug>/versions/<int:number>/lessons/<uuid:lesson_id>/questions", QuizFiguresView.as_view()),
    path("attempts/<uuid:attempt_id>", AttemptView.as_view()),
    path("attempts/<uuid:attempt_id>/submit", SubmitView.as_view()),
]
