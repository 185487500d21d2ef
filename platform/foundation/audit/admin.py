from django.contrib import admin
from unfold.admin import ModelAdmin

from foundation.audit.models import Record
from foundation.kernel.readonly import ReadOnly


@admin.register(Record)
class RecordAdmin(ReadOnly, ModelAdmin):
    list_display = ["created_at", "action", "subject_type", "subject_id", "actor_id"]
    list_filter = ["subject_type"]
    search_fields = ["=subject_id", "=actor_id", "=action"]
    readonly_fields = [field.name for field in Record._meta.fields]
    ordering = ["-id"]
    show_full_result_count = False
