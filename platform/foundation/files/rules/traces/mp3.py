"""MP3 (ISO/IEC 11172-3, 13818-3): frames of sound. What isn't one goes, whatever kind of tag it is."""

import re
from collections.abc import Iterator
from mmap import mmap

from foundation.files.rules.traces.blanks import CUT, MOST, Blank, few, gaps
from foundation.files.rules.traces.samples import Stretch

TAG, TAG_HEAD, TAG_FLAGS = b"ID3", 10, 5
RATES = {  # by version: of the samples, in a second
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}
FIRST = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # thousands of bits in a second
LATER = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
THIRD_LAYER = 1
MOST_STRETCHES = 100_000  # tags, and stretches of sound between them
FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]")  # how one begins


def blanks(data: bytes | mmap) -> Iterator[Blank]:
    """Tags in front stay, without anything in them: by them a player knows what comes."""
    tags = list(few(_tags(data), MOST_STRETCHES))
    frames = list(few(_frames(data, tags[-1][1] if tags else 0), MOST_STRETCHES))
    if not frames:
        raise ValueError("no sound")
    ends = frames[-1][1]
    yield from (Blank(start + TAG_FLAGS, 1) for start, _ in tags)
    yield from gaps(ends, frames + [(start, start + TAG_HEAD) for start, _ in tags])
    if ends < len(data):
        yield Blank(ends, CUT)


def _tags(data: bytes | mmap) -> Iterator[Stretch]:
    """Their lengths are told in numbers of seven bits."""
    place = 0
    while data[place : place + len(TAG)] == TAG:
        size = 0
        for byte in data[place + 6 : place + TAG_HEAD]:
            size = size << 7 | byte & 0x7F
        yield place, place + TAG_HEAD + size
        place += TAG_HEAD + size


def _frames(data: bytes | mmap, place: int) -> Iterator[Stretch]:
    """Stretches of them. The first after something else counts only with another behind it, or at the end."""
    start, size = place, len(data)
    for _turn in range(MOST):
        if place >= size:
            break
        length = _length(data, place)
        ends = place + length
        if length and (place > start or ends >= size or _length(data, ends)):
            place = ends
            continue
        if place > start:
            yield start, place
        found = FRAME.search(data, place + 1)
        start = place = found.start() if found else size
    else:
        raise ValueError("too many frames")
    if place > start:
        yield start, min(place, size)


def _length(data: bytes | mmap, place: int) -> int:
    """Of the frame that begins here; 0 where none does."""
    if place + 4 > len(data):
        return 0
    sync, kind, told = data[place], data[place + 1], data[place + 2]
    version, rate, bits = kind >> 3 & 3, told >> 2 & 3, told >> 4
    if sync != 0xFF or kind < 0xE0 or kind >> 1 & 3 != THIRD_LAYER or version == 1 or rate == 3 or not 0 < bits < 15:
        return 0
    factor, table = (144_000, FIRST) if version == 3 else (72_000, LATER)
    return factor * table[bits - 1] // RATES[version][rate] + (told >> 1 & 1)
