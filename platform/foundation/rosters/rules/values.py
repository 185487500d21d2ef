"""What one cell means, in each of the fields."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from foundation.kernel.names import fold_name
from foundation.rosters.rules.contacts import ContactProblem, phones_of, read_email, whole_number
from foundation.rosters.rules.dates import DateProblem, plain, read_date
from foundation.rosters.rules.shapes import LIMITS, NAME_PARTS, Message, Options

Read = tuple[Any, Message | None]
Reader = Callable[[str], Read]

INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe]")
PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
NOTHING = frozenset({"", "-", "--", "---", "—", "–", "/", "n/a", "#n/a", "null", "none", "néant"})
NOTHING |= {"لا يوجد", "غير متوفر", "غير محدد"}
NAMING = frozenset(("name", "name_latin", *NAME_PARTS))
REPETITIVE = frozenset(("birth_date", "consent_on", "gender", "language", "school", "group", "relationship"))
REMEMBERED, LONGEST_REMEMBERED = 20_000, 200
BLANK: Read = (None, None)
YOUNGEST, OLDEST = 3, 110
LONGEST_SHOWN = 100

GENDERS = {
    word: gender
    for gender, words in {
        "female": "f female femme féminin feminin fille girl woman w mme mlle أنثى انثى بنت طالبة تلميذة إناث اناث أ ث",
        "male": "m male homme h g masculin garçon garcon boy man mr م ذكر ولد طالب تلميذ رجل ذكور ذ",
        "other": "other autre o x آخر أخرى",
        "": "unspecified",
    }.items()
    for word in map(fold_name, words.split())
} | {fold_name("غير ذلك"): "other"}
LANGUAGES = {
    word: language
    for language, words in {
        "ar": "ar ara arabic arabe العربية عربي عربية ع",
        "en": "en eng english anglais الإنجليزية الانجليزية إنجليزي انجليزي إنجليزية انجليزية",
        "fr": "fr fra fre french français francais الفرنسية فرنسي فرنسية ف",
    }.items()
    for word in map(fold_name, words.split())
}
NO = frozenset(map(fold_name, ("no", "non", "لا", "false", "0")))


def clean(text: str) -> str:
    """As written (NFC), without marks that nobody sees, in the usual letters and with single spaces."""
    if not text.isascii():
        if not text.isprintable():
            text = INVISIBLE.sub("", text)
        if PRESENTATION.search(text):
            text = PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(char) in {"Cc", "Zs", "Zl", "Zp"} else char for char in text)
    return " ".join(text.split())


def whole(field: str, reader: Reader) -> Reader:
    """The reader of cells as they stand there, from that of clean texts; few different ones are read only once."""

    def read(cell: str) -> Read:
        text = clean(cell)
        if not text or (field not in NAMING and text.lower() in NOTHING):
            return BLANK
        return reader(text)

    if field not in REPETITIVE:
        return read
    remembered = lru_cache(REMEMBERED)(read)
    return lambda cell: remembered(cell) if len(cell) <= LONGEST_REMEMBERED else read(cell)


class Readers:
    """The reader of each field: a cell's value, and the message about it if there is one."""

    def __init__(self, options: Options, orders: Mapping[str, str], hijri: frozenset[str]) -> None:
        self.options = options
        self.phones = phones_of(options.country)
        self.known_schools = options.schools
        of_text: dict[str, Reader] = {
            "name": _name,
            "name_latin": _text("name_latin"),
            "guardian_name": _text("guardian_name"),
            "relationship": _text("relationship"),
            "group": _text("group"),
            "school": _text("school"),
            "learner_number": _learner_number,
            "email": _email("email"),
            "guardian_email": _email("guardian_email"),
            "phone": self._phone("phone"),
            "guardian_phone": self._phone("guardian_phone"),
            "gender": _choice("gender", GENDERS, "gender_unknown"),
            "language": _choice("language", LANGUAGES, "language_unknown"),
            "birth_date": self._date("birth_date", orders, hijri, OLDEST, YOUNGEST),
            "consent_on": self._date("consent_on", orders, hijri, OLDEST, 0),
        }
        self.of = {field: whole(field, reader) for field, reader in of_text.items()}
        self.organisation = lru_cache(5_000)(self._organisation)

    def _organisation(self, school: str) -> UUID | None:
        return self.known_schools.get(fold_name(school)) or self.known_schools.get(school)

    def _phone(self, field: str) -> Reader:
        def read(text: str) -> Read:
            try:
                number, sure = self.phones.read(plain(text).removeprefix("'"))
            except ContactProblem as wrong:
                return "", Message(wrong.args[0], field, _shown(text), wrong.args[1])
            return number, None if sure else Message("phone_doubtful", field, _shown(text), self.phones.example)

        return read

    def _date(self, field: str, orders: Mapping[str, str], hijri: frozenset[str], oldest: int, youngest: int) -> Reader:
        today, order, is_hijri = self.options.today, orders.get(field, ""), field in hijri
        earliest, latest = _years_before(today, oldest), _years_before(today, youngest)

        def read(text: str) -> Read:
            if field == "consent_on" and fold_name(text) in NO:
                return None, None
            try:
                found = read_date(plain(text), order, today=today, hijri=is_hijri)
            except DateProblem as wrong:
                return None, Message(wrong.args[0], field, _shown(text), wrong.args[1])
            if not earliest <= found <= latest:
                between = f"{earliest.isoformat()} – {latest.isoformat()}"
                return None, Message("date_implausible", field, _shown(text), between)
            return found, None

        return read


def _years_before(today: date, years: int) -> date:
    return today.replace(year=today.year - years, day=min(today.day, 28)) if years else today


def _shown(text: str) -> str:
    return text[:LONGEST_SHOWN]


def _name(text: str) -> Read:
    if len(text) > LIMITS["name"]:
        return "", Message("too_long", "name", _shown(text), str(LIMITS["name"]))
    if not any(map(str.isalpha, text)):
        return "", Message("name_unreadable", "name", text)
    return text, None


def _text(field: str) -> Reader:
    limit = LIMITS[field]

    def read(text: str) -> Read:
        return (text, None) if len(text) <= limit else ("", Message("too_long", field, _shown(text), str(limit)))

    return read


def _learner_number(text: str) -> Read:
    try:
        number = whole_number(plain(text))
    except ContactProblem as wrong:
        return "", Message(wrong.args[0], "learner_number", _shown(text))
    limit = LIMITS["learner_number"]
    return (
        (number, None)
        if len(number) <= limit
        else ("", Message("too_long", "learner_number", _shown(text), str(limit)))
    )


def _email(field: str) -> Reader:
    """In small letters, as accounts keep it: else the same list would be another one the next time."""

    def read(text: str) -> Read:
        try:
            return read_email(text).lower(), None
        except ContactProblem as wrong:
            return "", Message(wrong.args[0], field, _shown(text), wrong.args[1])

    return read


def _choice(field: str, known: Mapping[str, str], code: str) -> Reader:
    expected = ", ".join(sorted(filter(None, set(known.values()))))

    def read(text: str) -> Read:
        found = known.get(fold_name(text).rstrip("."))
        return ("", Message(code, field, _shown(text), expected)) if found is None else (found, None)

    return read
