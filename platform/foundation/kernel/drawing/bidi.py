from typing import Literal
from unicodedata import bidirectional

Direction = Literal["ltr", "rtl"]


def first_strong(text: str, default: Direction = "ltr") -> Direction:
    """The base direction of `text` by its first strong letter (UAX #9, P2 and P3), as `dir="auto"` finds it."""
    for letter in text:
        kind = bidirectional(letter)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return default
