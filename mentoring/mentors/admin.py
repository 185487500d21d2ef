from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mentoring.mentors.models import Mentor


@admin.register(Mentor)
class MentorAdmin(ModelAdmin):
    """A profile is the mentor's own words; who may mentor is said by role grants."""

    list_display = ("person", "languages", "states", "active")
    list_filter = ("active",)
    list_select_related = ("person",)
    search_fields = ("person__username", "person__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mentor | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Mentor | None = None) -> bool:
        return False
