"""Where in an MP4 the pictures and the sound lie."""

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate, chain, pairwise
from mmap import mmap
from typing import NamedTuple

from foundation.files.rules.traces.blanks import MOST
from foundation.kernel.films import Box, boxes_of, find_boxes

Stretch = tuple[int, int]
HALF = 4  # bits of a size that shares its byte with the next
BASE, DESCRIBED, LASTING, SIZED, FROM_MOOF = 0x1, 0x2, 0x8, 0x10, 0x20000  # flags of `tfhd`
OFFSET, FIRST, LASTING_EACH, SIZED_EACH, EACH = 0x1, 0x4, 0x100, 0x200, 0xF00  # flags of `trun`


class Track(NamedTuple):
    number: int
    kind: bytes
    box: Box

    @property
    def is_shown(self) -> bool:
        return self.kind in (b"vide", b"soun")


class Fragment(NamedTuple):
    """Of a track, some seconds."""

    number: int
    box: Box
    samples: list[Stretch]


def tracks_of(data: bytes | mmap, film: Box) -> Iterator[Track]:
    return (_track(data, box) for box in find_boxes(data, b"moov trak", film))


def _track(data: bytes | mmap, box: Box) -> Track:
    about = next(find_boxes(data, b"tkhd", box), None)
    handler = next(find_boxes(data, b"mdia hdlr", box), None)
    return Track(
        number=_number(data, about.start + (20 if data[about.start] == 1 else 12)) if about else 0,
        kind=data[handler.start + 8 : handler.start + 12] if handler else b"",
        box=box,
    )


def chunks_of(data: bytes | mmap, track: Track) -> Iterator[Stretch]:
    """Samples lie in chunks, one behind the other: where each begins, how many samples are in it, and how long those are."""
    for holder in find_boxes(data, b"mdia minf stbl", track.box):
        tables = {box.kind: box for box in boxes_of(data, holder.start, holder.stop)}
        offsets = _listed(data, tables.get(b"stco"), 4) or _listed(data, tables.get(b"co64"), 8)
        if offsets:
            runs = _listed(data, tables[b"stsc"], 4, each=3)
            yield from _placed(offsets, zip(runs[::3], runs[1::3], strict=True), _length(data, tables))


def _placed(
    offsets: "array[int]", runs: Iterable[tuple[int, int]], length: Callable[[int, int], int]
) -> Iterator[Stretch]:
    sample = 0
    for (begins, samples), (until, _) in pairwise(chain(runs, [(len(offsets) + 1, 0)])):
        if not 0 < begins <= until:
            raise ValueError("no order of chunks")
        for offset in offsets[begins - 1 : until - 1]:
            yield offset, offset + length(sample, sample + samples)
            sample += samples


def _length(data: bytes | mmap, tables: Mapping[bytes, Box]) -> Callable[[int, int], int]:
    """Of the samples from this one to that one."""
    box = tables.get(b"stsz")
    if box and (usual := _number(data, box.start + 4)):
        return lambda start, stop: usual * (stop - start)
    sizes = _sizes(data, box, 32) if box else _sizes(data, tables[b"stz2"], data[tables[b"stz2"].start + 7])
    ends = array("Q", accumulate(sizes, initial=0))
    return lambda start, stop: ends[min(stop, len(ends) - 1)] - ends[min(start, len(ends) - 1)]


def _sizes(data: bytes | mmap, box: Box, bits: int) -> Iterable[int]:
    told = Box(box.kind, box.place, box.start + 4, box.stop)
    if bits != HALF:
        return _listed(data, told, bits // 8)
    pairs = _numbers(data, told.start + 8, told.stop, 1, (_number(data, told.start + 4) + 1) // 2)
    return (half for pair in pairs for half in divmod(pair, 1 << HALF))


def fragments_of(data: bytes | mmap, film: Box) -> Iterator[Fragment]:
    told = find_boxes(data, b"moov mvex trex", film)
    usual = {_number(data, box.start + 4): _number(data, box.start + 16) for box in told}
    for moof in find_boxes(data, b"moof", film):
        place = moof.place
        for box in find_boxes(data, b"traf", moof):
            fragment = _fragment(data, box, (moof.place, place), usual)
            place = fragment.samples[-1][1] if fragment.samples else place
            yield fragment


def _fragment(data: bytes | mmap, box: Box, bases: Stretch, usual: Mapping[int, int]) -> Fragment:
    """Where it doesn't say from where it counts, it goes on where the one before ended (the second of `bases`)."""
    [about] = find_boxes(data, b"tfhd", box)
    flags, number, place = _number(data, about.start), _number(data, about.start + 4), about.start + 8
    base, size = bases[0] if flags & FROM_MOOF else bases[1], usual.get(number, 0)
    if flags & BASE:
        base, place = _number(data, place, 8), place + 8
    if flags & SIZED:
        size = _number(data, place + (4 if flags & DESCRIBED else 0) + (4 if flags & LASTING else 0))
    samples: list[Stretch] = []
    for run in find_boxes(data, b"trun", box):
        samples.append(_run(data, run, (base, samples[-1][1] if samples else base), size))
    return Fragment(number, box, samples)


def _run(data: bytes | mmap, box: Box, bases: Stretch, usual: int) -> Stretch:
    flags, count, place, start = _number(data, box.start), _number(data, box.start + 4), box.start + 8, bases[1]
    if flags & OFFSET:
        start, place = bases[0] + int.from_bytes(data[place : place + 4], signed=True), place + 4
    if not flags & SIZED_EACH:
        return start, start + usual * count
    each = (flags & EACH).bit_count()
    told = _numbers(data, place + (4 if flags & FIRST else 0), box.stop, 4, count * each)
    return start, start + sum(told[1 if flags & LASTING_EACH else 0 :: each])


def _number(data: bytes | mmap, place: int, width: int = 4) -> int:
    return int.from_bytes(data[place : place + width])


def _listed(data: bytes | mmap, box: Box | None, width: int, each: int = 1) -> "array[int]":
    """What a table holds, behind how many there are."""
    if box is None:
        return array("I")
    return _numbers(data, box.start + 8, box.stop, width, _number(data, box.start + 4) * each)


def _numbers(data: bytes | mmap, start: int, stop: int, width: int, count: int) -> "array[int]":
    if count > MOST:
        raise ValueError("too many numbers")
    numbers = array({1: "B", 2: "H", 4: "I", 8: "Q"}[width], data[start : min(stop, start + count * width)])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
