from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "outcomes.credentials"
    label = "credentials"
    verbose_name = _("Credentials")

    def ready(self) -> None:
        import outcomes.credentials.subscribers  # noqa: F401
