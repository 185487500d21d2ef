"""Decisions about a person's age, name and username."""

import re
import unicodedata
from datetime import date
from uuid import UUID

from foundation.kernel.ages import age_on, is_adult

OLDEST = 120
RESERVED_PREFIX = "invited-"
USERNAME = re.compile(r"[^\W_][\w.-]*")
USERNAME_LENGTH = range(3, 65)
PHONE = re.compile(r"\+?[0-9]{6,15}")
PHONE_PUNCTUATION = str.maketrans("", "", " \u00a0\u202f-.()/")
ARTICLE = "ال"
TATWEEL = "\u0640"
HEADS = frozenset({"عبد", "أبو", "ابو", "أم", "ام"})  # عبد الله is one name
PARTICLES = frozenset({"بن", "ابن", "بنت", "آل", "el", "al", "ben", "bin", "ibn", "de", "du", "la", "van", "von"})


def heeded_birth_date(said: date | None, listed: date | None, on: date) -> date | None:
    """What counts of what a person said of herself and what a list says: the later date. A list that says none leaves nothing
    of a date by which she would be of age."""
    if listed is None:
        return None if is_adult(said, on) else said
    return listed if said is None else max(said, listed)


def is_plausible(birth_date: date, on: date) -> bool:
    return 0 <= age_on(birth_date, on) <= OLDEST


def fold_digits(text: str) -> str:
    """Decimal digits of any script (٠١٢) as ASCII ones."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def normal_username(text: str) -> str:
    """As it is compared and stored: NFKC, ASCII digits, without the invisible marks that come along when one pastes."""
    visible = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return fold_digits(visible).strip()


def placeholder(person_id: UUID) -> str:
    """The username of someone who hasn't chosen one."""
    return f"{RESERVED_PREFIX}{person_id.hex}"


def username_fault(username: str) -> str | None:
    """The code of what is wrong with a (normalised) username that someone chose. An `@` would make it an e-mail address."""
    if len(username) not in USERNAME_LENGTH:
        return "username_length"
    if not USERNAME.fullmatch(username):
        return "username_characters"
    if username.lower().startswith(RESERVED_PREFIX):
        return "username_reserved"
    return None


def normal_phone(text: str) -> str | None:
    """`٠٦ ١٢-٣٤ ٥٦ ٧٨` as `0612345678`; "" stays ""; None is no phone number."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    phone = fold_digits(visible).translate(PHONE_PUNCTUATION)
    return phone if not phone or PHONE.fullmatch(phone) else None


def public_name(name: str) -> str:
    """Initials of the first and the last name, in the script the name is written in: `F. A.`, `ف. ع.`"""
    names: list[str] = []
    before = ""
    for word in filter(None, map(_letters, name.split())):
        if not names or (before not in HEADS and word.casefold() not in PARTICLES):
            names.append(word)
        before = word
    return " ".join(f"{_initial(word)}." for word in dict.fromkeys((names[0], names[-1]) if names else ()))


def _letters(word: str) -> str:
    """Without vowel signs, tatweel and punctuation."""
    return "".join(char for char in unicodedata.normalize("NFC", word) if char.isalpha() and char != TATWEEL)


def _initial(word: str) -> str:
    """The first letter, without the Arabic article; a lone heh is written `هـ` lest it be read as the digit five."""
    first = word[2].upper() if len(word) > 3 and word.startswith(ARTICLE) else word[0].upper()
    return "هـ" if first == "ه" else first
