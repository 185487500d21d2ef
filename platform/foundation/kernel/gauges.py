"""What the operator watches at `/metrics`, beside what the libraries count."""

from collections.abc import Callable, Iterable

from prometheus_client.core import REGISTRY, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

Read = Callable[[], float]


class Gauges(Collector):
    """Read anew each time somebody looks."""

    def __init__(self, *gauges: tuple[str, str, Read]) -> None:
        self.gauges = gauges

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterable[Metric]:
        for name, words, read in self.gauges:
            yield GaugeMetricFamily(name, words, value=read())


def watch(*gauges: tuple[str, str, Read]) -> None:
    """Each by its name, what it says, and how it is read."""
    REGISTRY.register(Gauges(*gauges))
