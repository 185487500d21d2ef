from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "foundation.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        from foundation.programmes import subscribers  # noqa: F401
