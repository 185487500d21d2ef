"""What an MP4 says of itself (ISO/IEC 14496-12): boxes in boxes, each with its length and its kind."""

from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

OUTER = {b"moov", b"trak", b"mdia"}
DEEPEST = 3


class Box(NamedTuple):
    """`place` is where it begins, `start` where its content does, `stop` where both end."""

    kind: bytes
    place: int
    start: int
    stop: int


def boxes_of(data: bytes | mmap, start: int = 0, stop: int | None = None, depth: int = 0) -> Iterator[Box]:
    """All but those that only hold others."""
    place, end = start, len(data) if stop is None else stop
    while place + 8 <= end:
        box = _box_at(data, place, end)
        if box.stop < box.start or box.stop > end:
            return
        if box.kind in OUTER and depth < DEEPEST:
            yield from boxes_of(data, box.start, box.stop, depth + 1)
        else:
            yield box
        place = box.stop


def _box_at(data: bytes | mmap, place: int, end: int) -> Box:
    size, kind, head = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8], 8
    if size == 1:
        size, head = int.from_bytes(data[place + 8 : place + 16]), 16
    return Box(kind, place, place + head, place + size if size else end)


def tracks_of(data: bytes) -> set[bytes]:
    """What there is of `vide` and `soun`, and of other things."""
    return {data[box.start : box.stop][8:12] for box in boxes_of(data) if box.kind == b"hdlr"}
