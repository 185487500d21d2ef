"""Who in the programme, or elsewhere in the file, a row means.

The state's learner number decides. Where one side has none, an e-mail address or phone number counts together with the same
name, or with the same birth date where the given names are spelled alike: twins share phone, birthday and family name. Name
and birth date alone count within one school. A name with nothing beside it means whoever has nothing beside hers, in that
cohort, school and class: else a list of names, uploaded again, would make everybody twice. Whatever could be one person or
two is left to a human.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from itertools import groupby
from typing import Generic, TypeVar

ALIKE = 0.85
UNLIKE = 0.6
FEMININE = ("a", "e", "ه")


class Tie(IntEnum):
    """What a row and somebody have in common, the strongest first."""

    NUMBER = 1
    CONTACT_AND_NAME = 2
    CONTACT_AND_BIRTH_DATE = 3
    NAME_AND_BIRTH_DATE_IN_SCHOOL = 4
    NAME_AND_BIRTH_DATE = 5
    BARE_NAMES_IN_CLASS = 6
    BARE_NAME_IN_SCHOOL = 7


DOUBTS = {Tie.NAME_AND_BIRTH_DATE: "same_in_other_school", Tie.BARE_NAME_IN_SCHOOL: "same_name"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """`other` has `tie` with the row; `reachable` is whether whoever uploads may see her at all."""

    other: T
    tie: Tie
    name: str = ""
    other_name: str = ""
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Verdict(Generic[T]):
    """The one whom the row means, or nobody; `doubt` is a finding's code where only a human can tell."""

    other: T | None = None
    doubt: str = ""


def whom(matches: Iterable[Match[T]]) -> Verdict[T]:
    """The strongest tie decides; two people with it are a doubt."""
    for _tie, group in groupby(sorted(matches, key=lambda match: match.tie), key=lambda match: match.tie):
        judged = [(match, _judge(match)) for match in group]
        same = {match.other: match for match, verdict in judged if verdict is True}
        if len(same) > 1:
            return Verdict(doubt="several_people")
        if same:
            found = next(iter(same.values()))
            return Verdict(found.other) if found.reachable else Verdict(doubt="held_elsewhere")
        unsure = [match for match, verdict in judged if verdict is None]
        if unsure:
            return Verdict(doubt=_doubt(unsure))
    return Verdict()


def _doubt(matches: list[Match[T]]) -> str:
    if not all(match.reachable for match in matches):
        return "held_elsewhere"
    return DOUBTS.get(matches[0].tie, "perhaps_same")


def _judge(match: Match[T]) -> bool | None:
    """True for one person, False for two, None where it can't be told."""
    if match.tie in DOUBTS:
        return None
    if match.tie == Tie.CONTACT_AND_BIRTH_DATE:
        return same_given_name(match.name, match.other_name)
    return True


def same_given_name(one: str, other: str) -> bool | None:
    """Of two keys of names. Mohamed and Mohammed are one; Amine and Amina, Ali and Awa two; None in between, or where the
    scripts differ."""
    first, second = (_plain(name) for name in (one, other))
    if not first or not second or _is_arabic(first) != _is_arabic(second):
        return None
    if first == second:
        return True
    if _stem(first) == _stem(second):
        return False
    ratio = SequenceMatcher(None, first, second).ratio()
    return True if ratio >= ALIKE else (False if ratio < UNLIKE else None)


def _plain(name: str) -> str:
    """The first word, without doubled letters."""
    word = name.split()[0] if name.split() else ""
    return "".join(letter for letter, _run in groupby(word))


def _stem(word: str) -> str:
    return word[:-1] if word.endswith(FEMININE) else word


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"
