import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise, product
from unicodedata import combining, normalize

from phonenumbers import PhoneNumberMatcher

from foundation.kernel.names import MARKS, fold_name, given_name
from mentoring.showcase.enums import Lack, ShownName

READ_AS: Mapping[ShownName, Callable[[str], str]] = {
    ShownName.NONE: lambda name: "",
    ShownName.GIVEN: given_name,
    ShownName.FULL: str,
}
HIDDEN = "…"
ORDINARY = str.maketrans("＠．\u202f\xa0٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "@.  " + "0123456789" * 2)
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:[^\W\d_]{2,24}/\S+"
    r"|(?:(?:com|org|net|io|dev)(?:\.[a-z]{2})?|(?:ac|co|edu|gov|gouv)\.[a-z]{2})(?:[/?#:]\S*)?(?![\w-]))"
    r"|(?<![\w.@])@\w[\w.]+",
    re.IGNORECASE,
)
AT_HOME = re.compile(
    r"(?<![\w.-])(?!\d+\.)[\w-]{2,63}(?:\.[\w-]{1,63}){0,4}\.([a-z]{2}|[A-Z]{2})(?:[/?#:]\S*)?(?![\w-])"
)
WORD = re.compile(rf"(?:[^\W\d_]|{MARKS}|[\u0300-\u036f'’])+")
BETWEEN_NAMES = re.compile(r"(?:\s+|[\W_]{1,4})(?:[^\W\d_](?:\s+|[\W_]{1,4})){0,2}")  # with initials
ARTICLE = "ال"
WRITTEN_ON = re.compile(rf"(?:[cdjlmnst]|qu)'|[وفبلك]{{0,3}}(?:{ARTICLE})?")  # to a word that follows
PARTICLES = frozenset(("de", "del", "des", "du", "la", "le", "les", "el", "al"))  # of names, and words of their own
FIGURE = re.compile(
    r"(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d|\d{1,3}(?:[ .,]\d{3})*[ .,]\d00[ .,]000|\d[ .,]000[ .,]000"
    r"|(?:19|20)\d\d[-./][01]?\d[-./][0-3]?\d|[0-3]?\d[-./][01]?\d[-./](?:19|20)\d\d(?: \d\d?)?"
    r"|[0-2]?\d[.:][0-5]\d ?[-–] ?[0-2]?\d[.:][0-5]\d"
)
DIALLED = re.compile(
    r"(?<!\d)(?<!\d[.,/:_-])(?!\d\d(?P<of>[./-])\d\d(?P=of)(?:19|20)\d\d)"
    r"(?:(?:\+|0)[1-9]\d{0,3}|00 ?[1-9]\d{1,3})\)?"
    r"(?:(?P<by>[ ./_–-])\d{2,7}(?:(?P=by)\d{2,7}){0,4}|\d{7,10})(?!\d|[.,/:_-]\d)"
)
DIGITS = range(9, 16)
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


@lru_cache(maxsize=2048)
def publishable(text: str, *, names: tuple[str, ...], countries: tuple[str, ...]) -> str:
    """Without what strangers could reach somebody by: addresses, links, phone numbers as they are dialled in these countries
    (ISO 3166-1) or abroad, or anywhere with a zero first, and these names, wherever two parts of one stand side by side or are
    one word. It takes milliseconds, and more for a long text that names somebody: what is read often is kept."""
    shown, end = "", 0
    plain = text.translate(ORDINARY)
    for start, stop in sorted(chain(_addresses(plain, countries), _numbers(plain, countries), _names(text, names))):
        shown += text[end:start] + HIDDEN if start >= end else ""
        end = max(end, stop)
    return shown + text[end:]


def _addresses(text: str, countries: Collection[str]) -> Iterator[Span]:
    """Bare domains with the ending of these countries too: of others they would be words, and names of files."""
    yield from (match.span() for match in ADDRESS.finditer(text))
    yield from (match.span() for match in AT_HOME.finditer(text) if match[1].upper() in countries)


def _numbers(text: str, countries: Collection[str]) -> Iterator[Span]:
    """Not two years, dates or times, nor thousands upon thousands, which somewhere are numbers too. No figure begins with a
    zero, so that neighbours' numbers are known by it."""
    for country in countries or (None,):
        found = PhoneNumberMatcher(text, country)
        yield from ((match.start, match.end) for match in found if not FIGURE.fullmatch(match.raw_string))
    yield from (match.span() for match in DIALLED.finditer(text) if sum(map(str.isdigit, match[0])) in DIGITS)


def _names(text: str, names: Collection[str]) -> Iterator[Span]:
    whole, bearers = _plain(text), [_parts(name) for name in names]
    told = [parts for parts in bearers if sum(part in whole for part in parts) > 1]
    words = [(match.span(), _readings(match[0])) for match in WORD.finditer(text)] if told else []
    for parts in told:
        yield from _side_by_side(text, words, parts)
        yield from (span for span, readings in words if any(_is_made_of(word, parts) for word in readings))


def _parts(name: str) -> list[str]:
    """With the article and without it: as people write it, who know it by ear."""
    parts = [*filter(None, map(_plain, WORD.findall(name)))]
    return parts + [part.removeprefix(ARTICLE) for part in parts if part.startswith(ARTICLE) and len(part) > 4]


def _side_by_side(text: str, words: Iterable[tuple[Span, set[str]]], parts: Sequence[str]) -> Iterator[Span]:
    """Over initials that are no part of the name."""
    said = [(span, readings.intersection(parts)) for span, readings in words]
    longer = [((start, end), found) for (start, end), found in said if found or end - start > 1]
    for ((start, end), first), ((next_start, stop), second) in pairwise(longer):
        together = any(_are_two(one, other, parts) for one, other in product(first, second))
        if together and BETWEEN_NAMES.fullmatch(text, end, next_start):
            yield start, stop


def _are_two(one: str, other: str, parts: Sequence[str]) -> bool:
    return not {one, other} <= PARTICLES and (one != other or parts.count(one) > 1)


def _is_made_of(word: str, parts: Collection[str]) -> bool:
    """Whether it is several of them, one written onto the other."""
    return word not in parts and _ends_in(word, parts) and not _ends_in(word, PARTICLES)


def _ends_in(word: str, parts: Collection[str]) -> bool:
    ends = {0}
    for at in range(len(word)):
        if at in ends:
            ends.update(at + len(part) for part in parts if len(part) > 1 and word.startswith(part, at))
    return len(word) in ends - {0}


def _plain(word: str) -> str:
    """The key of a name, without accents and quotes."""
    return "".join(mark for mark in normalize("NFD", fold_name(word)) if not combining(mark)).strip("'")


def _readings(word: str) -> set[str]:
    """As a part of a name: also without what is written onto it, as in l'Amina, Amina's, وسلمى."""
    plain = _plain(word)
    bare = plain.removesuffix("'s")
    written_on = WRITTEN_ON.match(bare)
    return {plain, *(bare[n:] for n in range(written_on.end() + 1 if written_on else 1))}
