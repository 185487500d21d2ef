from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "courses.enrolment"
    label = "enrolment"
    verbose_name = _("Enrolments")

    def ready(self) -> None:
        import courses.enrolment.subscribers  # noqa: F401
