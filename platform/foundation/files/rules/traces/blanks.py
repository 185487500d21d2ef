from collections.abc import Iterable, Iterator
from typing import NamedTuple

CUT = -1


class Blank(NamedTuple):
    """At `place` come `words`, and zeros behind them until `size` is reached; or the file ends there (`CUT`)."""

    place: int
    size: int
    words: bytes = b""


def gaps(size: int, kept: Iterable[tuple[int, int]]) -> Iterator[Blank]:
    """All of a file that lies in none of these stretches (from, to)."""
    place = 0
    for start, stop in sorted(kept):
        if start > place:
            yield Blank(place, min(start, size) - place)
        place = max(place, stop)
        if place >= size:
            return
    yield Blank(place, size - place)
