from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "courses.assessment"
    label = "assessment"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        import courses.assessment.subscribers  # noqa: F401
