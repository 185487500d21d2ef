"""Ogg (RFC 3533) with Opus (RFC 7845) or Vorbis: comments are emptied, and what is neither of the two is silenced."""

import zlib
from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

from foundation.files.rules.traces.blanks import Blank

MAGIC, HEAD = b"OggS", 27
SOUND = (b"OpusHead", b"\x01vorbis")
EMPTY = {b"OpusTags": b"OpusTags" + bytes(8), b"\x03vorbis": b"\x03vorbis" + bytes(8) + b"\x01"}
CHECKSUM = slice(22, 26)
BEGINS, LONGEST = 2, 255
MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class Page(NamedTuple):
    """`lengths` tell where packets end: at one shorter than the longest."""

    place: int
    start: int
    stop: int
    flags: int
    stream: bytes
    lengths: bytes


def blanks(data: bytes | mmap) -> Iterator[Blank]:
    """A page that was cut off goes: no player takes it. A blank of no size stands for each that stays."""
    place = 0
    sound: set[bytes] = set()
    telling: set[bytes] = set()
    while (found := data.find(MAGIC, place)) >= 0:
        page = _page(data, found)
        if page.stop > len(data):
            break
        yield Blank(place, found - place)
        if (said := _said(data, page, sound, telling)) is not None:
            yield _rewritten(data, page, *said)
        place = page.stop
    if not sound:
        raise ValueError("no sound")
    yield Blank(place, len(data) - place)


def _page(data: bytes | mmap, place: int) -> Page:
    start = place + HEAD + data[place + HEAD - 1]
    lengths = data[place + HEAD : start]
    return Page(place, start, start + sum(lengths), data[place + 5], data[place + 14 : place + 18], lengths)


def _said(data: bytes | mmap, page: Page, sound: set[bytes], telling: set[bytes]) -> tuple[bytes, int] | None:
    """What a page is to begin with instead, and nothing behind it up to where it may stay as it is; None where all may.
    `sound` are the streams of it, `telling` those whose comments go on."""
    begins = data[page.start : min(page.start + 8, page.stop)]
    if page.flags & BEGINS and begins.startswith(SOUND):
        sound.add(page.stream)
    if page.stream not in sound:
        return b"", page.stop - page.start
    empty = b"" if page.stream in telling else EMPTY.get(begins) or EMPTY.get(begins[:7])
    if empty is None:
        return None
    length, goes_on = _first_packet(page.lengths)
    (telling.add if goes_on else telling.discard)(page.stream)
    if len(empty) > length:
        raise ValueError("no comments")
    return empty, length


def _first_packet(lengths: bytes) -> tuple[int, bool]:
    """How much of it is on this page, and whether it goes on."""
    whole = next((place + 1 for place, length in enumerate(lengths) if length < LONGEST), None)
    return sum(lengths[:whole]), whole is None


def _rewritten(data: bytes | mmap, page: Page, said: bytes, length: int) -> Blank:
    """From its checksum on, by what it holds then; the whole isn't kept, there may be many."""
    words = bytearray(data[page.place : page.stop])
    start = page.start - page.place
    words[start : start + length] = said.ljust(length, b"\0")
    words[CHECKSUM] = bytes(4)
    words[CHECKSUM] = checksum(words).to_bytes(4, "little")
    told = bytes(words[CHECKSUM.start : start + len(said)])
    return Blank(page.place + CHECKSUM.start, start + length - CHECKSUM.start, told)


def checksum(page: bytes | bytearray) -> int:
    """The one that zip files have, with every byte and the sum mirrored and nothing inverted."""
    mirrored = zlib.crc32(page.translate(MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
