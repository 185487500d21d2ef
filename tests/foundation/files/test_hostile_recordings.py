"""Recordings that were made to cost much: read once, in little room, or refused."""

from foundation.files.enums import MediaType
from foundation.files.rules.traces import blanks
from foundation.files.rules.traces.webm import MOST_PARTS
from tests.factories.media import WEBM
from tests.foundation.files.test_recordings import blanked

KIND = MediaType.WEBM
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
