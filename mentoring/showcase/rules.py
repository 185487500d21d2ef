import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

from phonenumbers import PhoneNumberMatcher

from foundation.kernel.names import MARKS, fold_name, given_name
from mentoring.showcase.enums import Lack, ShownName

READ_AS: Mapping[ShownName, Callable[[str], str]] = {
    ShownName.NONE: lambda name: "",
    ShownName.GIVEN: given_name,
    ShownName.FULL: str,
}
HIDDEN = "…"
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[^\W\d_]{2,24}/\S+"
    r"|(?<![\w.@])@\w[\w.]+",
    re.IGNORECASE,
)
WORD = re.compile(rf"(?:[^\W\d_]|{MARKS}|['’])+")
BETWEEN_NAMES = re.compile(r"[\s,،‑-]*")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Named:
    """One of a team as the public reads of her: as she writes her name, and in Latin letters if she gave them."""

    name: str
    name_latin: str


def named(choice: str, name: str, name_latin: str) -> Named | None:
    shown = READ_AS[ShownName(choice)]
    return Named(shown(name), shown(name_latin)) if shown(name) else None


def lacks(*, accepted: bool, said_yes: bool, may: bool, declared: bool, others: bool, up: bool) -> tuple[Lack, ...]:
    """What keeps a project from being shown, of her who asks first."""
    there = {
        Lack.ACCEPTANCE: accepted,
        Lack.CHOICE: said_yes,
        Lack.CONSENT: may,
        Lack.DECLARATION: declared,
        Lack.TEAM: others,
        Lack.OFFICE: up,
    }
    return tuple(lack for lack, held in there.items() if not held)


def publishable(text: str, *, names: Collection[str], countries: Collection[str]) -> str:
    """Without what strangers could reach somebody by: addresses, links, phone numbers as they are dialled in these countries
    (ISO 3166-1) or abroad, and these names, wherever two parts of one stand side by side."""
    shown, end = "", 0
    for start, stop in sorted(chain(_addresses(text), _numbers(text, countries), _names(text, names))):
        shown += text[end:start] + HIDDEN if start >= end else ""
        end = max(end, stop)
    return shown + text[end:]


def _addresses(text: str) -> Iterator[Span]:
    return (match.span() for match in ADDRESS.finditer(text))


def _numbers(text: str, countries: Collection[str]) -> Iterator[Span]:
    for country in countries or (None,):
        yield from ((match.start, match.end) for match in PhoneNumberMatcher(text, country))


def _names(text: str, names: Collection[str]) -> Iterator[Span]:
    words = [(match.span(), fold_name(match[0])) for match in WORD.finditer(text)]
    for parts in (set(WORD.findall(fold_name(name))) for name in names):
        for ((start, end), first), ((next_start, stop), second) in pairwise(words):
            together = BETWEEN_NAMES.fullmatch(text, end, next_start)
            if together and first != second and {first, second} <= parts:
                yield start, stop
