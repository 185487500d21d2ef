from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "foundation.outbox"
    label = "outbox"
    verbose_name = _("Deliveries")

    def ready(self) -> None:
        from foundation.kernel.gauges import watch
        from foundation.outbox import selectors

        watch(
            ("jisr_outbox_pending", "Deliveries not yet done", selectors.pending_count),
            ("jisr_outbox_stuck", "Deliveries that gave up", selectors.stuck_count),
        )
