"""When two spellings are one answer: letters as names are compared, digits of any script, a decimal comma or point."""

import re
import unicodedata
from decimal import Decimal

from foundation.kernel.names import fold_name

MAX_NUMBER_LENGTH = 40
ONE_SIGN = str.maketrans({"٫": ".", "،": ",", "٬": "'", "’": "'", "−": "-", "–": "-"})
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
THOUSANDS = re.compile(r"(?<=\d)[\s'](?=\d{3}(?!\d))")
NUMBER = re.compile(r"([+-]?)(\d+(?:[.,]\d+)*|[.,]\d+)")
IN_THREES = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


def western_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def fold_answer(text: str) -> str:
    return western_digits(fold_name(text))


def numbers_in(text: str) -> tuple[Decimal, ...]:
    """What a number can be read as: nothing where it is none; two numbers for `1,500`, which is one and a half to one reader
    and fifteen hundred to another."""
    if len(text) > MAX_NUMBER_LENGTH:
        return ()
    plain = DIRECTIONS.sub("", western_digits(unicodedata.normalize("NFKC", text))).translate(ONE_SIGN).strip()
    found = NUMBER.fullmatch(THOUSANDS.sub("", plain))
    if found is None:
        return ()
    sign, body = found.groups()
    return tuple(Decimal(sign + digits) for digits in _readings(body))


def _readings(body: str) -> list[str]:
    """The last mark is the decimal one, unless it comes more than once: then marks set off thousands."""
    marks = re.findall(r"[.,]", body)
    grouped = re.sub(r"[.,]", "", body)
    if not marks:
        return [body]
    if marks.count(marks[-1]) > 1:
        return [grouped] if len(set(marks)) == 1 and IN_THREES.fullmatch(body) else []
    whole, _, rest = body.rpartition(marks[-1])
    if len(marks) > 1:
        one_kind = len(set(marks[:-1])) == 1 and IN_THREES.fullmatch(whole)
        return [f"{re.sub(r'[.,]', '', whole)}.{rest}"] if one_kind else []
    return [f"{whole or 0}.{rest}", *([grouped] if IN_THREES.fullmatch(body) else [])]
