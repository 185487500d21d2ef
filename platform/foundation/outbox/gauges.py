"""What the operator watches: deliveries under way, and those that gave up."""

from collections.abc import Iterable

from prometheus_client.core import REGISTRY, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector


class OutboxCollector(Collector):
    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterable[Metric]:
        from foundation.outbox import selectors

        yield GaugeMetricFamily("jisr_outbox_pending", "Deliveries not yet done", value=selectors.pending_count())
        yield GaugeMetricFamily("jisr_outbox_stuck", "Deliveries that gave up", value=selectors.stuck_count())


def register() -> None:
    REGISTRY.register(OutboxCollector())
