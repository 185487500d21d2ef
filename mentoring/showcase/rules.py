import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
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
ORDINARY = str.maketrans("＠．\u202f", "@. ")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:[^\W\d_]{2,24}/\S+|(?:com|org|net|io|dev)(?:[/?#:]\S*)?(?![\w-]))"
    r"|(?<![\w.@])@\w[\w.]+",
    re.IGNORECASE,
)
WORD = re.compile(rf"(?:[^\W\d_]|{MARKS}|[\u0300-\u036f'’])+")
BETWEEN_NAMES = re.compile(r"\s+|[\W_]{1,4}")
WRITTEN_ON = re.compile(r"(?:[cdjlmnst]|qu)'|[وفبلك]{0,2}")  # to a word that follows
PARTICLES = frozenset(("de", "del", "des", "du", "la", "le", "les", "el", "al"))  # of names, and words of their own
FIGURE = re.compile(r"(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d|\d{1,3}(?:[ .,]\d{3})*[ .,]\d00[ .,]000|\d[ .,]000[ .,]000")
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
    (ISO 3166-1) or abroad, and these names, wherever two parts of one stand side by side. It takes milliseconds, and
    more for a long text that names somebody: what is read often is kept."""
    shown, end = "", 0
    plain = text.translate(ORDINARY)
    for start, stop in sorted(chain(_addresses(plain), _numbers(plain, countries), _names(text, names))):
        shown += text[end:start] + HIDDEN if start >= end else ""
        end = max(end, stop)
    return shown + text[end:]


def _addresses(text: str) -> Iterator[Span]:
    return (match.span() for match in ADDRESS.finditer(text))


def _numbers(text: str, countries: Collection[str]) -> Iterator[Span]:
    """Not two years, nor thousands upon thousands, which somewhere are numbers too."""
    for country in countries or (None,):
        found = PhoneNumberMatcher(text, country)
        yield from ((match.start, match.end) for match in found if not FIGURE.fullmatch(match.raw_string))


def _names(text: str, names: Collection[str]) -> Iterator[Span]:
    whole, bearers = _plain(text), ({_plain(part) for part in WORD.findall(name)} for name in names)
    told = [parts for parts in bearers if sum(part in whole for part in parts) > 1]
    words = [(match.span(), _readings(match[0])) for match in WORD.finditer(text)] if told else []
    for parts in told:
        said = [(span, readings & parts) for span, readings in words]
        for ((start, end), first), ((next_start, stop), second) in pairwise(said):
            together = first and second and BETWEEN_NAMES.fullmatch(text, end, next_start)
            if together and len(first | second) > 1 and not first | second <= PARTICLES:
                yield start, stop


def _plain(word: str) -> str:
    """The key of a name, without accents and quotes."""
    return "".join(mark for mark in normalize("NFD", fold_name(word)) if not combining(mark)).strip("'")


def _readings(word: str) -> set[str]:
    """As a part of a name: also without what is written onto it, as in l'Amina, Amina's, وسلمى."""
    plain = _plain(word)
    bare = plain.removesuffix("'s")
    written_on = WRITTEN_ON.match(bare)
    return {plain, *(bare[n:] for n in range(written_on.end() + 1 if written_on else 1))}
