from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from foundation.audit.models import Record


@admin.register(Record)
class RecordAdmin(ModelAdmin):
    list_display = ["created_at", "action", "subject_type", "subject_id", "actor_id"]
    list_filter = ["subject_type"]
    search_fields = ["=subject_id", "=actor_id", "=action"]
    readonly_fields = [field.name for field in Record._meta.fields]
    ordering = ["-id"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
