"""Days and numbers as they are written in a language and country: November is نونبر in Morocco and تشرين الثاني in Jordan.
And when a day is over, somewhere."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.localedata import exists

INTERNATIONAL = {"en": "en_001"}  # 24 November, where Babel's plain English says November 24
LAST_DAY = date(9998, 12, 31)  # whose end can still be written
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def end_of(day: date, zone: str) -> datetime:
    """The moment at which the day is over in that zone. Where the clock shows midnight twice, or leaves it out, the later one
    that can be meant."""
    midnight = datetime.combine(min(day, LAST_DAY) + timedelta(days=1), time(), ZoneInfo(zone))
    return max(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def zones_in(countries: Iterable[str]) -> frozenset[str]:
    """Those of these countries; UTC where none is known."""
    known = get_global("territory_zones")
    return frozenset(zone for country in countries for zone in known.get(country, ())) or frozenset({"UTC"})


def last_day(over: datetime, zone: str) -> date:
    """Of what `end_of` ends. Read at noon: PostgreSQL may know the zone otherwise by an hour."""
    return (over - timedelta(hours=12)).astimezone(ZoneInfo(zone)).date()


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
