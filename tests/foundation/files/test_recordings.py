"""What a film or a recording tells beside what it shows and lets hear is gone, and it plays as before. Real ones, made and
played by FFmpeg."""

import struct
import tracemalloc
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.files.enums import MediaType
from foundation.files.models import StoredFile
from foundation.files.rules import traces
from foundation.files.rules.traces import CUT, blanks
from foundation.files.services import store
from foundation.kernel import films
from foundation.kernel.films import tracks_of
from foundation.kernel.places import tells_where
from tests.factories.films import AUTHOR, PLACE, film, played, said
from tests.factories.media import FILM, GPS, MP3, OGG, WEBM, box, exif, mp4, picture

MP4, M4A, WEBM_KIND, MP3_KIND, OGG_KIND = (
    MediaType.MP4, MediaType.M4A, MediaType.WEBM, MediaType.MP3, MediaType.OGG,
)  # fmt: skip
LIVE = "frag_every_frame+empty_moov"
REAL: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
    "a film": (MP4, ("mp4", "libx264", "aac"), {"captions": True}),
    "of another codec": (MP4, ("mp4", "mpeg4", "aac"), {"captions": True, "use_editlist": "0"}),
    "in pieces": (MP4, ("mp4", "libx264", "aac"), {"captions": True, "movflags": LIVE}),
    "in pieces that count from themselves": (
        MP4, ("mp4", "libx264", "aac"), {"captions": True, "movflags": LIVE + "+default_base_moof+separate_moof"},
    ),
    "in pieces that count on": (MP4, ("mp4", "libx264", "aac"), {"movflags": LIVE + "+omit_tfhd_offset"}),
    "speech": (M4A, ("ipod", "aac"), {}),
    "a film of the web": (WEBM_KIND, ("webm", "libvpx", "libopus"), {"captions": True}),
    "a live one": (WEBM_KIND, ("webm", "libvpx", "libopus"), {"captions": True, "live": "1"}),
    "with a tag in front": (MP3_KIND, ("mp3", "libmp3lame"), {}),
    "with tags at both ends": (MP3_KIND, ("mp3", "libmp3lame"), {"id3v2_version": "4", "write_id3v1": "1"}),
    "Opus": (OGG_KIND, ("ogg", "libopus"), {}),
    "Vorbis": (OGG_KIND, ("ogg", "vorbis"), {}),
}  # fmt: skip
STAYS = {"major_brand", "minor_version", "compatible_brands", "encoder", "language"}


@cache
def real(name: str) -> bytes:
    _, codecs, options = REAL[name]
    return film(*codecs, **options)


def blanked(data: bytes, kind: str) -> bytes:
    found = blanks(data, kind)
    assert found is not None
    kept = bytearray(data)
    for place, size, words in found:
        if size == CUT:
            del kept[place:]
        else:
            assert len(words) <= size <= len(data) - place
            kept[place : place + size] = words.ljust(size, b"\0")
    return bytes(kept)


@pytest.mark.parametrize("name", REAL)
def test_it_plays_as_before_and_tells_nothing(name: str) -> None:
    given, kind = real(name), REAL[name][0]
    kept = blanked(given, kind)
    assert (tells_where(given), AUTHOR.encode() in given) == (True, True)
    assert (tells_where(kept), AUTHOR.encode() in kept, PLACE.encode() in kept) == (False, False, False)
    assert (played(kept), len(played(kept)) > 9) == (played(given), True)
    about, *tracks = said(kept)
    assert (set(about) | {key for track in tracks for key in track if key != "kind"}) - STAYS == set()
    assert [track["kind"] for track in tracks] == ["video", "audio"][-len(tracks) :]
    assert blanked(kept, kind) == kept


@pytest.mark.parametrize("name", REAL)
@settings(max_examples=15)
@given(drawn=st.data())
def test_a_damaged_one_is_kept_within_its_length_or_refused(name: str, drawn: st.DataObject) -> None:
    data, kind = bytearray(real(name)), REAL[name][0]
    for _ in range(drawn.draw(st.integers(1, 4))):
        data[drawn.draw(st.integers(0, len(data) - 1))] = drawn.draw(st.integers(0, 255))
    torn = bytes(data[: drawn.draw(st.integers(0, len(data)))])
    if blanks(torn, kind) is not None:
        blanked(torn, kind)


@given(data=st.binary(max_size=200), kind=st.sampled_from([MP4, WEBM_KIND, MP3_KIND, OGG_KIND]))
def test_whatever_comes_is_refused_or_written_over(data: bytes, kind: MediaType) -> None:
    head = {MP4: FILM, WEBM_KIND: WEBM, MP3_KIND: MP3, OGG_KIND: OGG}[kind]
    if blanks(head + data, kind) is not None:
        blanked(head + data, kind)


def test_a_film_without_pictures_and_sound_is_damaged() -> None:
    for data, kind in (
        (mp4(), MP4), (mp4(b"meta"), MP4), (FILM[:-9], MP4), (FILM + box(b"moov", b"\0\0\0\x20free"), MP4), (WEBM, WEBM_KIND),
        (WEBM + b"\0", WEBM_KIND), (b"ID3\4\0\0\0\0\0\0no frames", MP3_KIND), (b"OggS\0\2" + bytes(21), OGG_KIND),
    ):  # fmt: skip
        assert blanks(data, kind) is None, data


def test_no_more_parts_are_read_than_a_film_has() -> None:
    assert blanks(FILM + box(b"free") * films.MOST, MP4) is None
    assert blanks(real("a live one") + b"\xec\x80" * (traces.MOST + 1), WEBM_KIND) is None


def test_of_a_film_times_names_and_paths_go_where_cameras_write_them() -> None:
    """As a GoPro does: positions in a track of their own, its name as the encoder, a maker's box beside the samples."""
    long, short = struct.pack(">IQQ8x", 1 << 24, 9, 9), struct.pack(">4xII", 9, 9)
    handler = bytes(8) + b"vide" + b"appl" + bytes(8) + AUTHOR.encode()
    encoder = (
        bytes(12) + b"GoPr" + bytes(26) + b"\x12GoPro AVC encoder".ljust(32, b"\0") + bytes(4) + box(b"avcC", b"kept")
    )
    table = box(b"stbl", box(b"stsd", bytes(8), box(b"avc1", encoder)))
    path = box(b"dinf", box(b"dref", bytes(8), box(b"alis", bytes(4) + AUTHOR.encode())))
    media = box(b"mdia", box(b"mdhd", short), box(b"hdlr", handler), box(b"minf", path + table))
    seen = box(b"trak", box(b"tkhd", long), media)
    given = box(b"ftyp", b"isom", bytes(4)) + box(b"moov", box(b"mvhd", short), seen) + box(b"mdat", AUTHOR.encode())
    kept = blanked(given + box(b"skip", b"freeGPS " + PLACE.encode()), MP4)
    nothing = bytes(len(AUTHOR))
    assert kept == given.replace(long, long[:4] + bytes(24)).replace(short, bytes(12)).replace(
        b"appl", bytes(4)
    ).replace(b"GoPr\0", bytes(5)).replace(b"\x12GoPro AVC encoder", bytes(18)).replace(AUTHOR.encode(), nothing) + box(
        b"free", bytes(26)
    )
    assert tracks_of(kept) == {b"vide"}


def numbers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


@pytest.mark.parametrize(
    "sizes",
    [
        box(b"stsz", numbers(0, 4, 5)),
        box(b"stsz", numbers(0, 0, 5, 4, 4, 4, 4, 4)),
        box(b"stz2", numbers(0, 4, 5), b"\x44\x44\x40"),
        box(b"stz2", numbers(0, 8, 5), b"\4" * 5),
        box(b"stz2", numbers(0, 16, 5), b"\0\4" * 5),
    ],
)
def test_samples_are_found_however_their_places_are_told(sizes: bytes) -> None:
    """64 bits wide, of one size or each of its own, in runs of chunks; what stands between them is nobody's."""

    def whole(places: tuple[int, ...]) -> bytes:
        table = box(
            b"stbl",
            box(b"stsc", numbers(0, 2, 1, 2, 1, 3, 1, 1)),
            sizes,
            box(b"co64", numbers(0, 3), struct.pack(">3Q", *places)),
        )
        sound = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"soun", bytes(12)), box(b"minf", table)))
        about = box(b"ftyp", b"M4A ", bytes(4)) + box(b"moov", sound)
        return about + box(b"mdat", b"secret" + b"AAAABBBB" + b"x" + b"CCCCDDDD" + b"EEEE" + b"secret")

    start = whole((0, 0, 0)).index(b"AAAA")
    data = whole((start, start + 9, start + 17))
    expected = data.replace(b"secret", bytes(6)).replace(b"x", b"\0")
    assert blanked(data, M4A) == expected


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (b"vide", bytes(78)), (b"soun", bytes(28)), (b"soun", bytes(9) + b"\1" + bytes(34)),
        (b"soun", bytes(9) + b"\2" + bytes(54)),
    ],
)  # fmt: skip
def test_what_describes_pictures_or_sound_tells_nothing_else(kind: bytes, fields: bytes) -> None:
    told = box(b"uuid", bytes(16), AUTHOR.encode()) + box(b"udta", PLACE.encode())
    kept = box(b"esds", b"kept") + box(b"wave", box(b"frma", b"kept"))
    table = box(b"stbl", box(b"stsd", bytes(8), box(b"code", fields, told, kept)))
    media = box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(12)), box(b"minf", table))
    given = box(b"moov", box(b"trak", media))
    nothing = box(b"free", bytes(16 + len(AUTHOR))) + box(b"free", bytes(len(PLACE)))
    assert blanked(given, MP4) == given.replace(told, nothing)


def test_what_a_phone_puts_behind_a_film_goes() -> None:
    given = real("a film")
    kept = blanked(given + b"SEFT" + AUTHOR.encode(), MP4)
    assert (kept, played(kept)) == (blanked(given, MP4), played(given))


def test_a_film_that_was_cut_off_is_damaged() -> None:
    given = film("mp4", "libx264", "aac", moov_size="9000")
    start = given.index(b"mdat") - 4
    whole = blanks(given, MP4)
    cut = [blanks(given[:place], MP4) for place in (len(given) - 9, start + 8, start)]
    assert (whole is None, cut) == (False, [None, None, None])
    assert blanks(given[:start] + b"SEFT" + given[start + 4 :].replace(b"mdat", b"none"), MP4) is None


def test_comments_that_fill_several_pages_are_emptied_on_each() -> None:
    opus = film("ogg", "libopus", told={"METADATA_BLOCK_PICTURE": AUTHOR * 9_000})
    kept = blanked(opus, OGG_KIND)
    assert (AUTHOR.encode() in kept, played(kept)) == (False, played(opus))


def test_a_second_tag_and_a_cover_go_with_the_first() -> None:
    cover = b"APIC" + picture("jpg", exif=exif(6, GPS))
    size = bytes((len(cover) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    sound = real("with a tag in front")
    kept = blanked(b"ID3\3\0\x10" + size + cover + sound, MP3_KIND)
    assert (kept[:10], tells_where(kept), played(kept)) == (b"ID3\3\0\0" + size, False, played(sound))


def kept_of(upload: Any, kind: MediaType) -> tuple[StoredFile, bytes]:
    name = f"a.{kind.name.lower()}"
    file = store(
        owner_id=None, purpose="test", name=name, content=upload, max_bytes=50_000_000, accept=[kind], for_others=True
    )
    return file, Path(file.content.path).read_bytes()


@pytest.mark.django_db
def test_a_large_film_is_written_over_in_place(folder: Path) -> None:
    upload: Any = TemporaryUploadedFile("a.mp4", "video/mp4", 0, None)
    upload.write(real("a film") + box(b"uuid", AUTHOR.encode() + bytes(10_000_000)))
    upload.size = upload.tell()
    tracemalloc.start()
    try:
        file, kept = kept_of(upload, MP4)
        peak = tracemalloc.get_traced_memory()[1] - len(kept)
    finally:
        tracemalloc.stop()
    assert (file.bytes, len(kept), AUTHOR.encode() in kept, peak < 2_000_000) == (upload.size, upload.size, False, True)
    assert played(kept) == played(real("a film"))
    upload.close()


@pytest.mark.django_db
def test_a_recording_that_is_cut_is_as_long_as_it_says(folder: Path) -> None:
    sound = real("with tags at both ends")
    file, kept = kept_of(sound, MP3_KIND)
    assert (file.bytes, len(sound) - len(kept)) == (len(kept), 128)
    assert kept == blanked(sound, MP3_KIND)
