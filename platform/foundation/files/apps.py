from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "foundation.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from foundation.files import selectors
        from foundation.kernel.gauges import watch

        watch(
            ("jisr_files_held", "Files that wait for the scanner", selectors.held_count),
            ("jisr_files_held_seconds", "How long the oldest of them has waited", selectors.held_seconds),
        )
