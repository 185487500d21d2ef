from django.contrib import admin
from unfold.admin import ModelAdmin

from foundation.kernel.readonly import ReadOnly
from mentoring.mentors.models import Mentor


@admin.register(Mentor)
class MentorAdmin(ReadOnly, ModelAdmin):
    """A profile is the mentor's own words; who may mentor is said by role grants."""

    list_display = ("person", "languages", "states", "active")
    list_filter = ("active",)
    list_select_related = ("person",)
    search_fields = ("person__username", "person__name")
