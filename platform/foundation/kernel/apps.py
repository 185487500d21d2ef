from django.apps import AppConfig
from django.core import checks


class KernelConfig(AppConfig):
    name = "foundation.kernel"
    label = "kernel"

    def ready(self) -> None:
        from foundation.kernel import upgrading

        checks.register(upgrading.check, checks.Tags.database)
