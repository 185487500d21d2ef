from django.contrib import admin
from unfold.admin import ModelAdmin

from courses.authoring.models import PackageImport
from foundation.kernel.readonly import ReadOnly


@admin.register(PackageImport)
class PackageImportAdmin(ReadOnly, ModelAdmin):
    list_display = ["created_at", "uploaded_by", "status", "fault_count", "problem", "version"]
    list_filter = ["status"]
    list_select_related = ["uploaded_by", "version"]
    fields = ["uploaded_by", "status", "fault_count", "warning_count", "problem", "version", "created_at"]
    readonly_fields = fields
    ordering = ["-id"]
    show_full_result_count = False
