from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorsConfig(AppConfig):
    name = "mentoring.mentors"
    label = "mentors"
    verbose_name = _("Mentors")

    def ready(self) -> None:
        from mentoring.mentors import subscribers  # noqa: F401
