from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "foundation.outbox"
    label = "outbox"
    verbose_name = _("Deliveries")

    def ready(self) -> None:
        from foundation.outbox import gauges

        gauges.register()
