from django.contrib import admin
from unfold.admin import ModelAdmin

from foundation.kernel.readonly import ReadOnly
from foundation.rosters.models import Roster


@admin.register(Roster)
class RosterAdmin(ReadOnly, ModelAdmin):
    list_display = ["created_at", "cohort", "uploaded_by", "status", "problem", "applied_at"]
    list_filter = ["status"]
    list_select_related = ["cohort", "uploaded_by"]
    fields = ["cohort", "uploaded_by", "status", "full", "counts", "problem", "created_at", "applied_at", "erased_at"]
    readonly_fields = fields
    ordering = ["-id"]
    show_full_result_count = False
