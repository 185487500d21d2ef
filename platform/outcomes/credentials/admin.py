from django.contrib import admin
from unfold.admin import ModelAdmin

from foundation.kernel.readonly import ReadOnly
from outcomes.credentials.models import Achievement, Credential


class LookedAt(ReadOnly, ModelAdmin):
    """To look at: credentials follow from what people achieve, and are revoked through the API, which writes down by whom."""

    show_full_result_count = False


@admin.register(Achievement)
class AchievementAdmin(LookedAt):
    list_display = ("__str__", "kind", "slug")
    list_filter = ("kind",)
    search_fields = ("slug",)


@admin.register(Credential)
class CredentialAdmin(LookedAt):
    """Without the key and the file: they are the paper's."""

    list_display = ("person", "achievement", "status", "issued_at", "rendered_at", "render_attempts")
    list_filter = ("status", "achievement__kind")
    list_select_related = ("person", "achievement")
    search_fields = ("code", "person__username", "person__name")
    exclude = ("view_key", "pdf")
