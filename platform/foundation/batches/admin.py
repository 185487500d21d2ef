from django.contrib import admin
from unfold.admin import ModelAdmin

from foundation.batches.models import Batch
from foundation.kernel.readonly import ReadOnly


@admin.register(Batch)
class BatchAdmin(ReadOnly, ModelAdmin):
    list_display = ["created_at", "kind", "owner", "status", "done", "total", "problem", "finished_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["owner"]
    search_fields = ["=id", "=subject_id"]
    readonly_fields = [field.name for field in Batch._meta.fields]
    ordering = ["-id"]
    show_full_result_count = False
