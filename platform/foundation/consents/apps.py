from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentsConfig(AppConfig):
    name = "foundation.consents"
    label = "consents"
    verbose_name = _("Consents")

    def ready(self) -> None:
        from foundation.consents import subscribers  # noqa: F401
