"""What an MP4 says of itself (ISO/IEC 14496-12): boxes in boxes, each with its length and its kind."""

from collections.abc import Iterator
from contextlib import suppress
from mmap import mmap
from typing import NamedTuple

MOST = 100_000  # side by side: a live recording has three for each few moments


class Torn(ValueError):
    """A box that doesn't end where those around it allow."""


class Box(NamedTuple):
    """`place` is where it begins, `start` where its content does, `stop` where both end."""

    kind: bytes
    place: int
    start: int
    stop: int


def boxes_of(data: bytes | mmap, start: int = 0, stop: int | None = None) -> Iterator[Box]:
    """Those that lie here, not what lies in them. Raises `Torn`, and `ValueError` where there are too many."""
    place, end = start, len(data) if stop is None else stop
    for _turn in range(MOST):
        if place + 8 > end:
            return
        box = _box_at(data, place, end)
        if box.stop < box.start or box.stop > end:
            raise Torn
        yield box
        place = box.stop
    raise ValueError("too many")


def _box_at(data: bytes | mmap, place: int, end: int) -> Box:
    size, kind, head = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8], 8
    if size == 1:
        size, head = int.from_bytes(data[place + 8 : place + 16]), 16
    return Box(kind, place, place + head, place + size if size else end)


def find_boxes(data: bytes | mmap, path: bytes, within: Box | None = None) -> Iterator[Box]:
    """By the kinds on the way, with spaces between them: `moov trak mdia hdlr`."""
    kind, _, rest = path.partition(b" ")
    for box in boxes_of(data, *within[2:]) if within else boxes_of(data):
        if box.kind == kind:
            yield from find_boxes(data, rest, box) if rest else (box,)


def tracks_of(data: bytes) -> set[bytes]:
    """What there is of `vide` and `soun`, and of other things."""
    tracks = set()
    with suppress(ValueError):
        for box in find_boxes(data, b"moov trak mdia hdlr"):
            tracks.add(data[box.start : box.stop][8:12])
    return tracks
