from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

CUT = -1
MOST = 1_000_000  # parts of a recording that are looked at: five hours of pictures and sound
WIDTH = 32  # bits of a place
T = TypeVar("T")


class Blank(NamedTuple):
    """At `place` come `words`, and zeros behind them until `size` is reached; or the file ends there (`CUT`)."""

    place: int
    size: int
    words: bytes = b""


def few(found: Iterable[T], most: int = MOST) -> Iterator[T]:
    """Raises `ValueError` at one more: nobody films so much, and it would fill the memory."""
    for number, one in enumerate(found):
        if number >= most:
            raise ValueError("too many")
        yield one


def gaps(size: int, kept: Iterable[tuple[int, int]]) -> Iterator[Blank]:
    """All of a file that lies in none of these stretches (from, to), which are held as one number each."""
    held = array("Q", (_within(start, size) << WIDTH | _within(stop, size) for start, stop in few(kept)))
    place = 0
    for start, stop in (divmod(both, 1 << WIDTH) for both in sorted(held)):
        if start > place:
            yield Blank(place, start - place)
        place = max(place, stop)
    yield Blank(place, size - place)


def _within(place: int, size: int) -> int:
    return max(0, min(place, size))
