import struct

import pytest

from foundation.kernel.places import tells_where
from tests.factories.media import FILM, GPS, MP3, OGG, SPEECH, WEBM, box, exif, mp4, picture

FEZ = b"+34.0208-006.8416/"
NAMED = b"exif:GPSLatitude='34,1N'"
JPEG = picture("jpg")


def segment(content: bytes) -> bytes:
    """Of a JPEG."""
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def with_segments(*contents: bytes) -> bytes:
    return JPEG[:2] + b"".join(map(segment, contents)) + JPEG[2:]


def extended(words: bytes) -> bytes:
    """XMP that didn't fit into its segment."""
    return b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">II", len(words), 0) + words


def big_endian() -> bytes:
    """Exif, of the GPS tags alone."""
    return b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"


@pytest.mark.parametrize(
    "data",
    [
        mp4(b"vide", told=box(b"\xa9xyz", b"\0\x12\x15\xc7" + FEZ)),
        mp4(b"vide", told=box(b"loci", b"\0" * 12)),
        mp4(b"soun", told=box(b"meta", box(b"keys", b"com.apple.quicktime.location.ISO6709"))),
        WEBM + b"LOCATION\x44\x87\x92" + FEZ,
        WEBM + b"COM.APPLE.QUICKTIME.LOCATION.ISO6709",
        OGG + b"location=" + FEZ,
        MP3 + b"TXXX\0\0\0\x1b\0\0\x03location\0" + FEZ,
        MP3 + b"TXXX\0\0\0\x1b\0\0\x01" + f"location\0{FEZ.decode()}".encode("utf-16"),
        MP3 + picture("jpg", exif=exif(gps=GPS)),
        picture("png", exif=exif(gps=GPS)),
        picture("jpg", exif=exif(gps=GPS)),
        picture("webp", exif=exif(gps=GPS)),
        with_segments(exif(), exif(gps=GPS)),
        with_segments(exif(), big_endian()),
        with_segments(NAMED),
        with_segments(extended(NAMED)),
        JPEG + mp4(b"vide", told=box(b"\xa9xyz", b"\0\x12\x15\xc7" + FEZ)),
        JPEG + picture("jpg", exif=exif(gps=GPS)),
    ],
)
def test_where_it_was_taken_is_found_wherever_it_is_told(data: bytes) -> None:
    assert tells_where(data)


@pytest.mark.parametrize(
    "place",
    [
        "+34.0208-006.8416/",
        "+34.0-006.8/",
        "-33-070/",
        "+340115-0065030/",
        "+3401.25-00650.5+75/",
        "+34.02-006.84+075.2CRSWGS_84/",
    ],
)
def test_a_place_in_each_form_that_has_a_norm(place: str) -> None:
    assert tells_where(OGG + place.encode())


@pytest.mark.parametrize(
    "data",
    [
        FILM,
        SPEECH,
        MP3,
        OGG,
        WEBM,
        JPEG,
        picture("jpg", exif=exif(orientation=6)),
        mp4(b"vide", told=box(b"\xa9nam", b"A lesson")),
        mp4(b"vide") + box(b"mdat", b"\xa9xyz"),
        OGG + b"date=2026-11-29T10:00:00+03:00 tel=+212-537-000000 +34.0208/-006.8416",
        b"",
    ],
)
def test_other_things_that_it_says_are_no_harm(data: bytes) -> None:
    assert not tells_where(data)
