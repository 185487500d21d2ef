"""MP4 and M4A: boxes that a player needs stay, others are turned into free room. Of the tracks those of pictures and of sound
stay: positions, times and devices are told by others, subtitles among them, so their samples go too, and whatever else lies
between the samples."""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from mmap import mmap

from foundation.files.rules.traces.blanks import CUT, Blank, few, gaps
from foundation.files.rules.traces.samples import Stretch, Track, chunks_of, fragments_of, tracks_of
from foundation.kernel.films import Box, Torn, boxes_of, find_boxes

ENTRY = b"stsd's"  # what describes pictures or sound
NEEDED = {
    holder: frozenset(kinds.split())
    for holder, kinds in {
        b"": b"ftyp styp moov moof mdat mfra sidx ssix",
        b"moov": b"mvhd trak mvex",
        b"mvex": b"mehd trex",
        b"trak": b"tkhd edts mdia",
        b"edts": b"elst",
        b"mdia": b"mdhd hdlr minf",
        b"minf": b"vmhd smhd hdlr dinf stbl",
        b"dinf": b"dref",
        b"stbl": b"stsd stts ctts cslg stsc stsz stz2 stco co64 stss stps sdtp sbgp sgpd",
        b"moof": b"mfhd traf",
        b"traf": b"tfhd tfdt trun sdtp sbgp sgpd",
        b"mfra": b"tfra mfro",
        ENTRY: b"avcC hvcC lhvC vvcC av1C vpcC dvcC dvvC d263 glbl pasp colr clap fiel gama btrt mdcv clli SmDm CoLL amve "
        b"esds dOps dfLa alac dac3 dec3 dac4 damr pcmC chnl chan wave",
        b"wave": b"frma mp4a esds alac enda \0\0\0\0",
    }.items()
}
TIMED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
MOST, MOST_TRACKS = 300_000, 100  # boxes, in a live recording of hours
FIELDS = {b"vide": 78, b"soun": 28}  # bytes of what describes them, before the boxes in it
FIELDS_MORE = {1: 16, 2: 36}  # of sound, by how QuickTime tells it
NAMED = 12  # where in what handles a track its maker and its name begin
MAKER = (12, 4)  # where in what describes pictures or sound there is a code of who made the encoder, and how long it is
ENCODER = (42, 32)  # the same of the encoder's name in what describes pictures, often a camera's


def blanks(data: bytes | mmap) -> Iterator[Blank]:
    film = _film(data)
    deque(few(_boxes(data, b"", boxes_of(data, *film[2:])), MOST), maxlen=0)
    shown = list(few((track for track in tracks_of(data, film) if track.is_shown), MOST_TRACKS))
    if not shown:
        raise ValueError("nothing to see or to hear")
    numbers = {track.number for track in shown}
    unseen = {track.box.place for track in tracks_of(data, film) if not track.is_shown}
    unseen |= {fragment.box.place for fragment in fragments_of(data, film) if fragment.number not in numbers}
    yield from _walked(data, b"", boxes_of(data, *film[2:]), unseen)
    for track in shown:
        yield from _described(data, track)
    yield from gaps(film.stop, _kept(data, film, shown))
    if film.stop < len(data):
        yield Blank(film.stop, CUT)


def _film(data: bytes | mmap) -> Box:
    """All but what some phones put behind the last box: words of their own, which are none."""
    stop = 0
    with suppress(Torn):
        for box in boxes_of(data):
            stop = box.stop
    if data[stop + 4 : stop + 8] in NEEDED[b""]:
        raise Torn
    return Box(b"", 0, 0, stop)


def _kept(data: bytes | mmap, film: Box, shown: list[Track]) -> Iterator[Stretch]:
    yield from _around(data, film)
    for stretch in _samples(data, film, shown):
        if stretch[1] > film.stop:
            raise ValueError("cut off")
        yield stretch


def _samples(data: bytes | mmap, film: Box, shown: list[Track]) -> Iterator[Stretch]:
    for track in shown:
        yield from chunks_of(data, track)
    numbers = {track.number for track in shown}
    for fragment in fragments_of(data, film):
        yield from fragment.samples if fragment.number in numbers else ()


def _boxes(data: bytes | mmap, holder: bytes, boxes: Iterator[Box]) -> Iterator[Box]:
    for box in boxes:
        yield box
        if box.kind in NEEDED and box.kind in NEEDED[holder]:
            yield from _boxes(data, box.kind, boxes_of(data, box.start, box.stop))


def _walked(data: bytes | mmap, holder: bytes, boxes: Iterator[Box], unseen: set[int]) -> Iterator[Blank]:
    for box in boxes:
        if box.kind not in NEEDED[holder] or box.place in unseen:
            yield Blank(box.place + 4, 4, b"free")
            yield _blank(box)
        elif box.kind in NEEDED:
            yield from _walked(data, box.kind, boxes_of(data, box.start, box.stop), unseen)
        elif box.kind in TIMED:
            yield _blank(box, 4, 16 if data[box.start] == 1 else 8)
        elif box.kind == b"hdlr":
            yield _blank(box, NAMED)
        elif box.kind == b"dref":
            yield from _referred(data, box)


def _referred(data: bytes | mmap, box: Box) -> Iterator[Blank]:
    """Where else the film's data would lie: a path on somebody's disk."""
    for entry in boxes_of(data, box.start + 8, box.stop):
        yield _blank(entry, 4)


def _described(data: bytes | mmap, track: Track) -> Iterator[Blank]:
    for table in find_boxes(data, b"mdia minf stbl stsd", track.box):
        for entry in boxes_of(data, table.start + 8, table.stop):
            yield _blank(entry, *MAKER)
            if track.kind == b"vide":
                yield _blank(entry, *ENCODER)
            start = entry.start + _fields(data, track, table, entry)
            yield from _walked(data, ENTRY, boxes_of(data, start, entry.stop), set())


def _fields(data: bytes | mmap, track: Track, table: Box, entry: Box) -> int:
    if track.kind == b"vide" or data[table.start]:
        return FIELDS[track.kind]
    return FIELDS[track.kind] + FIELDS_MORE.get(int.from_bytes(data[entry.start + 8 : entry.start + 10]), 0)


def _blank(box: Box, place: int = 0, size: int | None = None) -> Blank:
    """Of its content, as far as there is any."""
    start = min(box.start + place, box.stop)
    return Blank(start, (box.stop if size is None else min(start + size, box.stop)) - start)


def _around(data: bytes | mmap, film: Box) -> Iterator[Stretch]:
    """All but what samples lie in."""
    for box in boxes_of(data, *film[2:]):
        yield box.place, box.start if box.kind == b"mdat" else box.stop
