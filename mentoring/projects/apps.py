from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "mentoring.projects"
    label = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from mentoring.projects import subscribers  # noqa: F401
