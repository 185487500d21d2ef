"""In what order sheets lie: by school, class and name. Each class is a pile of its own and begins a page."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

Pile = tuple[UUID, str]  # a school and a class of it
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who gets a sheet. `key` is her name as one sorts it."""

    id: UUID
    school: UUID
    group: str
    key: str


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number` of `pages` for a pile of `count` holders: those whose sheets stand on it."""

    school: UUID
    group: str
    count: int
    number: int
    pages: int
    holders: tuple[UUID, ...]


def pages_of(holders: Iterable[Holder], schools: Mapping[UUID, str], per_page: int) -> Iterator[Page]:
    """`schools`: the names of the schools as one sorts them."""
    piles: dict[Pile, list[tuple[str, UUID]]] = {}
    for holder in holders:
        piles.setdefault((holder.school, holder.group), []).append((plain(holder.key), holder.id))
    for school, group in sorted(piles, key=lambda pile: (plain(schools[pile[0]]), pile[0], natural(pile[1]))):
        ids = [holder_id for _name, holder_id in sorted(piles[school, group])]
        yield from _pages(school, group, ids, per_page)


def _pages(school: UUID, group: str, ids: list[UUID], per_page: int) -> Iterator[Page]:
    pages = -(-len(ids) // per_page)
    for number in range(pages):
        here = tuple(ids[number * per_page : (number + 1) * per_page])
        yield Page(school, group, len(ids), number + 1, pages, here)


def parts_of(pages: Iterable[Page], at_once: int, *, skip: int = 0) -> Iterator[list[Page]]:
    """The pages in parts of so many, without those of the first `skip` holders."""
    left = _after(pages, skip)
    while part := list(islice(left, at_once)):
        yield part


def _after(pages: Iterable[Page], skip: int) -> Iterator[Page]:
    for page in pages:
        if skip <= 0:
            yield page
        skip -= len(page.holders)


def plain(key: str) -> str:
    """Without accents: É stands with E."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", key) if unicodedata.category(letter) != "Mn")


def natural(group: str) -> tuple[tuple[int, str], ...]:
    """9B before 10A, also in Arabic-Indic digits."""
    pieces = _DIGITS.split(plain(group.casefold()))
    return tuple((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces if piece)
