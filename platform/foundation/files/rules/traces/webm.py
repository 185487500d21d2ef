"""WebM (RFC 8794, RFC 9559): elements with an id that means the same wherever it stands. Those that a player needs stay,
others are turned into voids of the same length; tracks other than of pictures and sound go with all their blocks."""

from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

from foundation.files.rules.traces.blanks import MOST, Blank

TRACK, TRACK_NUMBER, TRACK_TYPE = 0xAE, 0xD7, 0x83
GROUP, BLOCK, SIMPLE_BLOCK = 0xA0, 0xA1, 0xA3
HOLDERS = {0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675}  # segment, information, tracks, cluster
JUDGED = (TRACK, GROUP)  # as a whole, by what lies in them
EMPTIED = {0x4D80, 0x5741}  # programs that made it: they have to be there
NEEDED = {
    *HOLDERS,
    *JUDGED,
    *EMPTIED,
    *(0x1A45DFA3, 0x114D9B74, 0x1C53BB6B),  # what it is, where its parts are, where one may jump to
    *(0x2AD7B1, 0x4489),  # of the whole: the scale of times, how long it takes
    *(TRACK_NUMBER, TRACK_TYPE, 0x73C5, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x234E7A, 0x55EE),
    *(0x22B59C, 0x22B59D, 0x86, 0x63A2, 0x56AA, 0x56BB, 0xE0, 0xE1, 0x6D80),  # of a track: language, codec, size
    *(0xE7, 0xA7, 0xAB, SIMPLE_BLOCK, BLOCK, 0x9B, 0xFB, 0x75A1, 0x75A2),  # of a cluster: when, and what
}
SHOWN = (1, 2)  # pictures, sound
VOID = 0xEC
MOST_PARTS = 1_000  # of a track, or of what belongs to a moment
WIDEST = 8  # bytes of a number


class Element(NamedTuple):
    """`place` is where it begins, `start` where its content does, `stop` where both end."""

    kind: int
    place: int
    start: int
    stop: int


def blanks(data: bytes | mmap) -> Iterator[Blank]:
    shown: set[int] = set()
    for element, is_kept in _walked(data, shown):
        if is_kept:
            if element.kind in EMPTIED:
                yield Blank(element.start, element.stop - element.start)
        else:
            yield _void(element)
    if not shown:
        raise ValueError("nothing to see or to hear")


def _walked(data: bytes | mmap, shown: set[int]) -> Iterator[tuple[Element, bool]]:
    """Each element, and whether it stays; not those in one that goes. `shown` are the tracks that stay."""
    for element, parts in _read(data):
        is_kept = _is_kept(data, element, parts, shown)
        yield element, is_kept
        for part in parts if is_kept else ():
            yield part, part.kind not in (*HOLDERS, *JUDGED) and _is_kept(data, part, [], shown)


def _read(data: bytes | mmap) -> Iterator[tuple[Element, list[Element]]]:
    """Each once: those that are judged as a whole together with their parts."""
    place, read = 0, 0
    while place < len(data):
        element = _element(data, place, len(data))
        parts = list(_parts(data, element)) if element.kind in JUDGED else []
        read += 1 + len(parts)
        if read > MOST:
            raise ValueError("too many elements")
        yield element, parts
        place = element.start if element.kind in HOLDERS else element.stop


def _parts(data: bytes | mmap, element: Element) -> Iterator[Element]:
    place = element.start
    for _turn in range(MOST_PARTS):
        if place >= element.stop:
            return
        part = _element(data, place, element.stop)
        yield part
        place = part.stop
    raise ValueError("too many parts")


def _is_kept(data: bytes | mmap, element: Element, parts: list[Element], shown: set[int]) -> bool:
    if element.kind == TRACK:
        told = {part.kind: _value(data, part) for part in parts if part.kind in (TRACK_NUMBER, TRACK_TYPE)}
        if told[TRACK_TYPE] in SHOWN:
            shown.add(told[TRACK_NUMBER])
        return told[TRACK_NUMBER] in shown
    if element.kind == GROUP:
        return all(_is_kept(data, part, [], shown) for part in parts if part.kind == BLOCK)
    if element.kind in (BLOCK, SIMPLE_BLOCK):
        return _number(data, element.start)[0] in shown
    return element.kind in NEEDED


def _value(data: bytes | mmap, element: Element) -> int:
    if element.stop - element.start > WIDEST:
        raise ValueError("no number")
    return int.from_bytes(data[element.start : element.stop])


def _element(data: bytes | mmap, place: int, end: int) -> Element:
    """One that was cut off ends with the film, as does a holder whose end isn't told: a live recording."""
    width = _width(data, place)
    kind = int.from_bytes(data[place : place + width])
    size, start = _number(data, place + width)
    is_endless = size == (1 << 7 * (start - place - width)) - 1
    if start > end or (is_endless and kind not in HOLDERS):
        raise ValueError("torn")
    return Element(kind, place, start, end if is_endless else min(start + size, end))


def _number(data: bytes | mmap, place: int) -> tuple[int, int]:
    """A number of as many bytes as its first bits say, and where it ends."""
    width = _width(data, place)
    return int.from_bytes(data[place : place + width]) & ((1 << 7 * width) - 1), place + width


def _width(data: bytes | mmap, place: int) -> int:
    if not data[place]:
        raise ValueError("no element")
    return 9 - data[place].bit_length()


def _void(element: Element) -> Blank:
    length = element.stop - element.place
    width = 8 if length >= 9 else 1
    size = (1 << 7 * width) | (length - 1 - width)
    return Blank(element.place, length, bytes((VOID,)) + size.to_bytes(width))
