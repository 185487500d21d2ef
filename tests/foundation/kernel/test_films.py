import pytest

from foundation.kernel.films import tracks_of
from tests.factories.media import FILM, SPEECH, box, mp4


@pytest.mark.parametrize(
    ("data", "tracks"),
    [
        (FILM, {b"vide", b"soun"}),
        (SPEECH, {b"soun"}),
        (mp4(), set()),
        (FILM[:40], set()),
        (b"", set()),
        (b"\0\0\0\0moov", set()),
        (b"\0\0\0\x07moov" + FILM, set()),
        (b"\0\0\0\x01free" + (24).to_bytes(8) + b"\0" * 8 + FILM, {b"vide", b"soun"}),
        (b"\0\0\0\x08moov" * 100_000, set()),
    ],
)
def test_a_film_has_pictures(data: bytes, tracks: set[bytes]) -> None:
    assert tracks_of(data) == tracks


def test_boxes_in_boxes_without_end_are_not_followed() -> None:
    nested = b""
    for _ in range(2_000):
        nested = box(b"moov", nested)
    assert tracks_of(nested) == set()
