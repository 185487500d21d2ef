from django.contrib import admin
from unfold.admin import ModelAdmin

from courses.assessment.models import Attempt, ExtraAttempt, Quiz
from foundation.kernel.readonly import ReadOnly


@admin.register(Quiz)
class QuizAdmin(ReadOnly, ModelAdmin):
    """Quizzes come in with their course's package."""

    list_display = ("lesson", "created_at")
    list_select_related = ("lesson",)
    search_fields = ("lesson__key",)


@admin.register(Attempt)
class AttemptAdmin(ReadOnly, ModelAdmin):
    """To look at: answers are the learners' own, grades the rules'."""

    list_display = ("enrolment", "lesson", "number", "status", "score", "max_score", "passed", "started_at")
    list_filter = ("status", "passed")
    list_select_related = ("enrolment", "lesson")
    search_fields = ("enrolment__person__username", "lesson__key")
    show_full_result_count = False


@admin.register(ExtraAttempt)
class ExtraAttemptAdmin(ReadOnly, ModelAdmin):
    """To look at: a coordinator gives them; the record says who did."""

    list_display = ("enrolment", "lesson", "created_at")
    list_select_related = ("enrolment", "lesson")
    search_fields = ("enrolment__person__username", "lesson__key")
    show_full_result_count = False
