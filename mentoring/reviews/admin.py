from django.contrib import admin
from unfold.admin import ModelAdmin

from foundation.kernel.readonly import ReadOnly
from mentoring.reviews.models import Review


@admin.register(Review)
class ReviewAdmin(ReadOnly, ModelAdmin):
    """Reviews move by services alone: the office looks."""

    list_display = ("submission", "mentor", "status", "decision", "lease_until", "submitted_at")
    list_filter = ("status", "decision")
    list_select_related = ("submission", "mentor__person")
