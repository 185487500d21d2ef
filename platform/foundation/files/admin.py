from django.contrib import admin
from unfold.admin import ModelAdmin

from foundation.files.models import StoredFile
from foundation.kernel.readonly import ReadOnly


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnly, ModelAdmin):
    """What there is, and never what is in it."""

    list_display = ["created_at", "purpose", "owner", "media_type", "bytes", "status", "finding", "expires_at"]
    list_filter = ["purpose", "status"]
    list_select_related = ["owner"]
    search_fields = ["=id"]
    fields = [
        "created_at",
        "purpose",
        "owner",
        "name",
        "media_type",
        "bytes",
        "sha256",
        "status",
        "scan_due_at",
        "scans",
        "finding",
        "expires_at",
    ]
    readonly_fields = fields
    ordering = ["-id"]
    show_full_result_count = False
