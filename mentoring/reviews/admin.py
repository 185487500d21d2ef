from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mentoring.reviews.models import Review


@admin.register(Review)
class ReviewAdmin(ModelAdmin):
    """Reviews move by services alone: the office looks."""

    list_display = ("submission", "mentor", "status", "decision", "lease_until", "submitted_at")
    list_filter = ("status", "decision")
    list_select_related = ("submission", "mentor__person")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return False
