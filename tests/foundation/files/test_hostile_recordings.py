"""Recordings that were made to cost much: read once, in little room, or refused."""

import pytest

from foundation.files.enums import MediaType
from foundation.files.rules import traces
from foundation.files.rules.traces import blanks, films, mp3
from foundation.files.rules.traces.blanks import MOST, few
from foundation.files.rules.traces.webm import MOST_PARTS
from tests.factories.media import FILM, WEBM, box
from tests.foundation.files.test_recordings import blanked

KIND, MP4, MP3, OGG = MediaType.WEBM, MediaType.MP4, MediaType.MP3, MediaType.OGG
SEGMENT, TRACKS, ENDLESS = b"\x18\x53\x80\x67", b"\x16\x54\xae\x6b", b"\xff"
SOUND, MANY = b"\x83\x81\x02\xd7\x81\x01", 5_000_000


def element(kind: bytes, content: bytes) -> bytes:
    return kind + (1 << 56 | len(content)).to_bytes(8) + content


def web(*tracks: bytes) -> bytes:
    return WEBM + SEGMENT + ENDLESS + element(TRACKS, b"".join(tracks))


def test_a_track_of_no_told_length_is_torn() -> None:
    """Each would be read to the end of the film, again and again."""
    head = WEBM + SEGMENT + ENDLESS + TRACKS + ENDLESS
    assert blanks(head + (b"\xae\xff" + SOUND) * 1_000 + element(b"\xec", bytes(MANY)), KIND) is None


def test_a_track_in_a_track_is_a_void() -> None:
    inner = element(b"\xae", SOUND * 2)
    given = web(element(b"\xae", SOUND + inner))
    assert blanked(given, KIND) == given.replace(inner, b"\xec" + inner[1:9] + bytes(12))


def test_a_part_ends_with_what_it_is_a_part_of() -> None:
    """What is told of a track isn't read from what comes behind it."""
    other = element(b"\xae", b"\x83\x81\x01\xd7\x81\x02")
    given = web(element(b"\xae", SOUND + b"\xec\x90"), other)
    assert blanked(given, KIND) == given.replace(b"\xec\x90", b"\xec\x80")


def test_a_number_is_short_and_a_track_has_few_parts() -> None:
    sound = element(b"\xae", SOUND)
    assert blanks(web(sound), KIND) == []
    assert blanks(web(sound, element(b"\xae", b"\x83\x81\x02" + element(b"\xd7", bytes(MANY)))), KIND) is None
    assert blanks(web(element(b"\xae", SOUND + b"\xe0\x80" * MOST_PARTS)), KIND) is None


def test_one_that_ends_within_a_head_is_damaged() -> None:
    assert blanks(web(element(b"\xae", SOUND)) + b"\x4d\x80\x40", KIND) is None


def numbers(*values: int) -> bytes:
    return b"".join(value.to_bytes(4) for value in values)


def shown(*tables: bytes) -> bytes:
    """A track of pictures."""
    media = box(b"mdia", box(b"hdlr", bytes(8), b"vide", bytes(12)), box(b"minf", box(b"stbl", *tables)))
    return box(b"trak", box(b"tkhd", numbers(0, 0, 0, 1)), media)


@pytest.mark.parametrize(
    "tables",
    [
        (box(b"stco", numbers(0, MOST + 1), bytes(4 * MOST + 4)),),
        (
            box(b"stco", numbers(0, 1, 0)),
            box(b"stsc", numbers(0, 1, 1, 1, 1)),
            box(b"stsz", numbers(0, 0, MOST + 1), bytes(4 * MOST + 4)),
        ),
    ],
)
def test_a_film_has_no_more_pictures_than_anybody_films(tables: tuple[bytes, ...]) -> None:
    assert blanks(box(b"moov", shown(*tables)), MP4) is None


def test_a_film_has_few_tracks_and_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    about = box(b"moov", *[shown()] * films.MOST_TRACKS)
    assert blanks(about, MP4) is not None
    assert blanks(about + box(b"moov", shown()), MP4) is None
    monkeypatch.setattr(films, "MOST", 1_000)
    full = box(b"moov", box(b"trak", box(b"mdia") * 250))
    assert (blanks(FILM + full * 3, MP4) is None, blanks(FILM + full * 4, MP4)) == (False, None)


def test_one_too_many_is_refused() -> None:
    assert list(few("abc", 3)) == ["a", "b", "c"]
    with pytest.raises(ValueError, match="too many"):
        list(few("abc", 2))


def page(stream: bytes, flags: int, content: bytes) -> bytes:
    """Of an Ogg, with a packet in it."""
    whole, rest = divmod(len(content), 255)
    head = b"OggS\0" + bytes((flags,)) + bytes(8) + stream + bytes(8) + bytes((whole + 1,))
    return head + b"\xff" * whole + bytes((rest,)) + content


SPEECH = page(b"mine", 2, b"OpusHead" + bytes(11)) + page(b"mine", 0, b"OpusTags" + bytes(8))


def test_of_a_long_recording_each_page_counts_for_nothing() -> None:
    """More than an hour, with a page for each 20 milliseconds."""
    found = blanks(SPEECH + page(b"mine", 0, b"x") * (traces.MOST + 1), OGG)
    assert [(blank.place, blank.size) for blank in found or ()] == [(69, 22)]


def test_what_is_silenced_is_not_held() -> None:
    pictures = page(b"film", 0, b"x" * 60_000) * 100
    found = blanks(SPEECH + pictures, OGG) or []
    assert (len(found), sum(len(blank.words) for blank in found) < 50_000) == (101, True)
    assert b"x" not in blanked(SPEECH + pictures, OGG)


def test_what_looks_like_sound_everywhere_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    seeming = b"\xff\xfb\x10" * 1_000
    assert blanks(seeming, MP3) is not None
    monkeypatch.setattr(mp3, "MOST", 900)
    assert blanks(seeming, MP3) is None
