from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuthoringConfig(AppConfig):
    name = "courses.authoring"
    label = "authoring"
    verbose_name = _("Authoring")

    def ready(self) -> None:
        from courses.authoring.services import register_job

        register_job()
