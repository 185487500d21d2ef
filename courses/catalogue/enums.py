from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """After the four broad levels of DigComp: basic, intermediate, advanced, highly advanced."""

    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")
    SPECIALISED = "specialised", _("Specialised")


class LessonKind(TextChoices):
    TEXT = "text", _("Text")
    QUIZ = "quiz", _("Quiz")
