"""Dates as people write them. Where day and month could be either, the file's order decides; nothing is guessed."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from hijridate import Hijri

ORDERS = ("dmy", "mdy", "ymd")
SHOWN = {"dmy": "31/12/2008", "mdy": "12/31/2008", "ymd": "2008-12-31"}
LONGEST_DATE = 60  # no date is longer, and patterns take their time over long texts
EXCEL_DAY_0 = date(1899, 12, 30)
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
NUMBERS = re.compile(r"(\d{1,4})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,4})")
WORDS = re.compile(
    r"(?:(\d{1,2})\W*(?:er|st|nd|rd|th)?\W+)?([^\W\d_][^\d]*?)\W+(?:(\d{1,2})(?:st|nd|rd|th)?\W+)?(\d{4})"
)
TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z|ص|م)?(?:[+-]\d\d:?\d\d)?$")
HIJRI_MARK = re.compile(r"\s*(?:هـ|ه|\bA\.?H\.?|\bH)\.?\s*$", re.IGNORECASE)
GREGORIAN_MARK = re.compile(r"\s*(?:ميلادية|ميلادي|م|\bA\.?D\.?|\bCE)\.?\s*$", re.IGNORECASE)
HIJRI_YEARS = range(1343, 1501)
DIGITS = {ord(char): str(number) for script in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for number, char in enumerate(script)}
DIGITS |= {ord("٫"): ".", ord("٬"): "", ord("∕"): "/", ord("⁄"): "/", ord("–"): "-", ord("‑"): "-", ord("؍"): "/"}

MONTHS = {
    1: "january jan janvier janv يناير كانون_الثاني جانفي",
    2: "february feb février fevrier févr fev fevr فبراير شباط فيفري",
    3: "march mar mars مارس آذار اذار",
    4: "april apr avril avr أبريل ابريل إبريل نيسان أفريل افريل",
    5: "may mai مايو أيار ايار ماي",
    6: "june jun juin يونيو يونيه حزيران جوان",
    7: "july jul juillet juil يوليو يوليه تموز جويلية يوليوز",
    8: "august aug août aout أغسطس اغسطس آب غشت أوت اوت",
    9: "september sept sep septembre سبتمبر أيلول ايلول شتنبر",
    10: "october oct octobre أكتوبر اكتوبر تشرين_الأول تشرين_الاول",
    11: "november nov novembre نوفمبر تشرين_الثاني نونبر",
    12: "december dec décembre decembre déc ديسمبر كانون_الأول كانون_الاول دجنبر",
}
HIJRI_MONTHS = {
    1: "محرم المحرم muharram",
    2: "صفر safar",
    3: "ربيع_الأول ربيع_الاول",
    4: "ربيع_الآخر ربيع_الثاني ربيع_الاخر",
    5: "جمادى_الأولى جمادى_الاولى جمادى_الأول",
    6: "جمادى_الآخرة جمادى_الثانية جمادى_الاخرة",
    7: "رجب rajab",
    8: "شعبان chaabane shaban",
    9: "رمضان ramadan",
    10: "شوال shawwal chawwal",
    11: "ذو_القعدة ذي_القعدة",
    12: "ذو_الحجة ذي_الحجة",
}
MONTH_OF = {word.replace("_", " "): number for number, words in MONTHS.items() for word in words.split()}
HIJRI_MONTH_OF = {word.replace("_", " "): number for number, words in HIJRI_MONTHS.items() for word in words.split()}


class DateProblem(ValueError):
    """`args[0]` is the message's code, `args[1]` what would be right."""


class NoSuchDay(ValueError):
    """The 31st of February."""


def plain(text: str) -> str:
    """Western digits and one kind of slash."""
    return text if text.isascii() else text.translate(DIGITS)


def read_date(text: str, order: str, *, today: date, hijri: bool = False) -> date:
    """`text` is clean and in plain digits. `order` is "" where neither the file nor a person has said it."""
    if len(text) > LONGEST_DATE:
        raise DateProblem("date_unreadable", SHOWN[order or "ymd"])
    bare = TIME.sub("", text).strip()
    unmarked = HIJRI_MARK.sub("", bare)
    hijri = (hijri and not GREGORIAN_MARK.search(bare)) or unmarked != bare
    bare = GREGORIAN_MARK.sub("", unmarked).strip()
    try:
        return _by_numbers(bare, order, today, hijri) or _by_words(bare, hijri) or _serial(bare)
    except (ValueError, OverflowError) as wrong:
        if isinstance(wrong, DateProblem):
            raise
        code = "date_impossible" if isinstance(wrong, NoSuchDay) else "date_unreadable"
        raise DateProblem(code, SHOWN[order or "ymd"]) from wrong


def _by_numbers(text: str, order: str, today: date, hijri: bool) -> date | None:
    if found := COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if not (found := NUMBERS.fullmatch(text)):
        return None
    first, middle, last = found.groups()
    if len(first) >= 3 or (order == "ymd" and len(first) == len(last) == 2):
        return _date(_year(first, today), int(middle), int(last), hijri)
    year, a, b = _year(last, today), int(first), int(middle)
    day, month = (a, b) if _in_order(a, b, order) == "dmy" else (b, a)
    return _date(year, month, day, hijri)


def _in_order(a: int, b: int, order: str) -> str:
    if order in ("dmy", "mdy"):
        return order
    if a == b or a > 12:
        return "dmy"
    if b > 12:
        return "mdy"
    raise DateProblem("date_ambiguous", f"{SHOWN['dmy']} (dmy), {SHOWN['mdy']} (mdy)")


def _year(text: str, today: date) -> int:
    """Two digits are the latest such year that someone of three or more can be born in."""
    if len(text) == 4:
        return int(text)
    if len(text) != 2:
        raise ValueError(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year - 3 else year - 100


def _date(year: int, month: int, day: int, hijri: bool) -> date:
    if hijri:
        return _gregorian(year, month, day)
    if year in HIJRI_YEARS:
        raise DateProblem("date_calendar", f"{year}-{month:02d}-{day:02d} هـ")
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise NoSuchDay from wrong


def _gregorian(year: int, month: int, day: int) -> date:
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def _by_words(text: str, hijri: bool) -> date | None:
    """ "1er mars 2008", "March 1, 2008", "١ آذار ٢٠٠٨": a month in words leaves nothing open."""
    lowered = text.lower()
    found = WORDS.fullmatch(lowered) or WORDS.fullmatch(
        re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", lowered)
    )
    if not found or not (day := found[1] or found[3]):
        return None
    word, year = " ".join(found[2].strip(" .-/,").split()), int(found[4])
    if word in HIJRI_MONTH_OF:
        return _gregorian(year, HIJRI_MONTH_OF[word], int(day))
    if hijri or word not in MONTH_OF:
        raise ValueError(text)
    return _day(year, MONTH_OF[word], int(day))


def _serial(text: str) -> date:
    """The number of days by which Excel counts, where a date lost its format. Fewer than five digits are something else."""
    if not (found := SERIAL.fullmatch(text)) or int(found[1]) < 10_000:
        raise ValueError(text)
    return EXCEL_DAY_0 + timedelta(days=int(found[1]))


def order_of(values: Iterable[str]) -> tuple[str, bool]:
    """The order that all the column's values allow and one of them proves, and whether any value needs it."""
    proven: set[str] = set()
    needed = False
    for value in values:
        found = NUMBERS.fullmatch(TIME.sub("", plain(value)).strip().rstrip("هـAHah. "))
        if not found or len(found[1]) > 2:
            continue
        a, b = int(found[1]), int(found[2])
        if a > 12 or b > 12:
            proven.add("dmy" if a > 12 else "mdy")
        else:
            needed = needed or a != b
    return (proven.pop() if len(proven) == 1 else ""), needed
