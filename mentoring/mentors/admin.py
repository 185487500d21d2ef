from django.contrib import admin
from unfold.admin import ModelAdmin

from mentoring.mentors.models import Mentor


@admin.register(Mentor)
class MentorAdmin(ModelAdmin):
    list_display = ("person", "languages", "states", "active")
    list_filter = ("active",)
    list_select_related = ("person",)
    search_fields = ("person__username", "person__name")
    autocomplete_fields = ("person",)
