"""Days and numbers as they are written in a language and country: November is نونبر in Morocco and تشرين الثاني in Jordan."""

from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.localedata import exists

INTERNATIONAL = {"en": "en_001"}  # 24 November, where Babel's plain English says November 24
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def long_date(day: date, language: str, country: str = "") -> str:
    """The first of a month is le 1er in French, which Babel doesn't know."""
    words = format_date(day, "long", locale=_locale(language, country))
    if language == "fr" and day.day == 1:
        words = words.replace("1", "1er", 1)
    return in_digits(words, language, country)


def in_digits(number: int | str, language: str, country: str = "") -> str:
    """The number (or what holds one) in the digits that are usual there."""
    arabic = _locale(language, country).default_numbering_system == "arab"
    return str(number).translate(ARABIC_INDIC) if arabic else str(number)


def _locale(language: str, country: str) -> Locale:
    wanted = f"{language}_{country}"
    return Locale.parse(wanted if exists(wanted) else INTERNATIONAL.get(language, language))
