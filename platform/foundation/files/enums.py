from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileStatus(TextChoices):
    HELD = "held", _("held back")
    CLEAN = "clean", _("clean")
    REFUSED = "refused", _("refused")


class FileMove(TextChoices):
    CLEAR = "clear", _("The scanner finds nothing")
    REFUSE = "refuse", _("The scanner finds something")


class Mistake(StrEnum):
    """What may have happened to a workbook that is none by its content."""

    LOCKED = "locked"
    DAMAGED = "damaged"
    MARKUP = "markup"
    TEXT = "text"


class MediaType(StrEnum):
    """The kinds of files that we tell apart by their content."""

    CSV = "text/csv"
    TSV = "text/tab-separated-values"
    TEXT = "text/plain"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
    XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
    XLS = "application/vnd.ms-excel"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOCM = "application/vnd.ms-word.document.macroenabled.12"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    PPTM = "application/vnd.ms-powerpoint.presentation.macroenabled.12"
    ODT = "application/vnd.oasis.opendocument.text"
    ODP = "application/vnd.oasis.opendocument.presentation"
    ZIP = "application/zip"
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    GIF = "image/gif"
    HEIC = "image/heic"
    MP3 = "audio/mpeg"
    OGG = "audio/ogg"
    M4A = "audio/mp4"
    MP4 = "video/mp4"
    WEBM = "video/webm"
    UNKNOWN = "application/octet-stream"
