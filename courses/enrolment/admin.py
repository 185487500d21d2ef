from django.contrib import admin
from unfold.admin import ModelAdmin

from courses.enrolment.models import Enrolment
from foundation.kernel.readonly import ReadOnly


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnly, ModelAdmin):
    """To look at: progress is written by learners, enrolments follow cohorts."""

    list_display = ("person", "course", "status", "done", "needed", "total", "enrolled_at", "completed_at", "due_at")
    list_filter = ("status", "course")
    list_select_related = ("person", "course")
    search_fields = ("person__username", "person__name", "course__slug")
    show_full_result_count = False
