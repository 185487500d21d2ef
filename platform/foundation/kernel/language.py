"""The three working languages: which one a caller reads, and what to show where a text lacks it."""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

Texts = Mapping[str, str]


class Language(TextChoices):
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


LANGUAGES: tuple[str, ...] = tuple(Language.values)
NAMES = {Language.ARABIC.value: "العربية", Language.ENGLISH.value: "English", Language.FRENCH.value: "Français"}
FALLBACK: tuple[str, ...] = ("en", "fr", "ar")


def current() -> str:
    """The language of this request or task; English outside the three."""
    language = (translation.get_language() or "").split("-")[0]
    return language if language in LANGUAGES else Language.ENGLISH.value


def best(texts: Texts, language: str | None = None) -> str:
    """The language in which `texts` is served to a reader of `language`: hers, else English, French, Arabic."""
    wanted = language or current()
    return next((code for code in (wanted, *FALLBACK) if texts.get(code)), wanted)


def pick(texts: Texts, language: str | None = None) -> str:
    """The text for a reader of `language` (default: the current one), or "" where there is none at all."""
    return texts.get(best(texts, language), "")


def listed(texts: Iterable[str]) -> str:
    """One after the other, with the commas of the current language."""
    return ("، " if current() == Language.ARABIC else ", ").join(texts)


def size(count: int) -> str:
    """So many bytes as people say it, rounded down."""
    mega = count >= 1_000_000
    number = number_format(f"{count // (100_000 if mega else 100) / 10:g}")
    return (_("%(number)s MB") if mega else _("%(number)s kB")) % {"number": number}


def direction(language: str | None = None) -> str:
    return "rtl" if (language or current()) == Language.ARABIC else "ltr"
