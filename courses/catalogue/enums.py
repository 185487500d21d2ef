from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """After the four broad levels of DigComp: basic, intermediate, advanced, highly advanced."""

    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")
    SPECIALISED = "specialised", _("Specialised")


class MediaKind(TextChoices):
    """What lessons show, by the extension of its address; the label is its media type."""

    PNG = "png", "image/png"
    JPG = "jpg", "image/jpeg"
    WEBP = "webp", "image/webp"
    MP3 = "mp3", "audio/mpeg"
    OGG = "ogg", "audio/ogg"
    M4A = "m4a", "audio/mp4"
    MP4 = "mp4", "video/mp4"
    WEBM = "webm", "video/webm"
    CAPTIONS = "vtt", "text/vtt"

    @property
    def media_type(self) -> str:
        return str(self.label)

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class TakenDown(StrEnum):
    """Why something that lessons showed had to go."""

    LEAVE = "leave"  # whoever is shown, or her guardian, took it back
    MISTAKE = "mistake"
    SAFETY = "safety"
    RIGHTS = "rights"  # somebody else's work
    OTHER = "other"


class LessonKind(TextChoices):
    TEXT = "text", _("Text")
    QUIZ = "quiz", _("Quiz")
