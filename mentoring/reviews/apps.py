from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "mentoring.reviews"
    label = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from mentoring.reviews import subscribers  # noqa: F401
