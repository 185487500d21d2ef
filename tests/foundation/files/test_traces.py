"""What a picture tells beside what it shows is gone, and what it shows is the same."""

import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from foundation.files.enums import MediaType
from foundation.files.rules.traces import without_traces
from foundation.kernel.places import tells_where
from tests.factories.media import GPS, exif, picture

KINDS = {"jpg": MediaType.JPEG, "png": MediaType.PNG, "webp": MediaType.WEBP}
NAME = b"Amina Secret"
XMP = b"<x:xmpmeta><dc:creator>Amina Secret</dc:creator></x:xmpmeta>"


def told(kind: str) -> bytes:
    """A picture that says where it was taken, and in whose name."""
    named = PngImagePlugin.PngInfo()
    named.add_text("Author", NAME.decode())
    saved = {"jpg": {"comment": NAME, "xmp": XMP}, "png": {"pnginfo": named}, "webp": {"xmp": XMP}}[kind]
    return picture(kind, exif=exif(6, GPS), **saved)


def pixels(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_keeps_its_pixels_and_nothing_else(kind: str) -> None:
    given = told(kind)
    assert (tells_where(given), NAME in given) == (True, True)
    kept = without_traces(given, KINDS[kind])
    assert kept is not None
    assert (tells_where(kept), NAME in kept, pixels(kept)) == (False, False, pixels(given))
    assert without_traces(kept, KINDS[kind]) == kept


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photograph_is_turned_as_before(orientation: int) -> None:
    kept = without_traces(picture("jpg", exif=exif(orientation, GPS)), MediaType.JPEG)
    with Image.open(BytesIO(kept or b"")) as image:
        assert dict(image.getexif()) == ({} if orientation == 1 else {0x0112: orientation})


def test_colours_stay_what_they_are() -> None:
    profile = b"\0" * 36 + b"acsp" + b"\0" * 88
    for kind in KINDS:
        kept = without_traces(picture(kind, icc_profile=profile), KINDS[kind])
        with Image.open(BytesIO(kept or b"")) as image:
            assert image.info["icc_profile"] == profile, kind


def test_a_picture_of_several_passes_is_whole() -> None:
    given = picture("jpg", (64, 64), progressive=True)
    assert pixels(without_traces(given, MediaType.JPEG) or b"") == pixels(given)


def test_what_stands_behind_a_picture_goes() -> None:
    for kind, media_type in KINDS.items():
        plain = picture(kind)
        assert without_traces(plain + told(kind), media_type) == without_traces(plain, media_type)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff", MediaType.JPEG),
        (b"\xff\xd8\xff\xe0\0\x04ab", MediaType.JPEG),
        (b"\xff\xd8\xff\xe0\0\x04ab__", MediaType.JPEG),
        (picture("png")[:40], MediaType.PNG),
        (b"\x89PNG\r\n\x1a\n" + (2**31).to_bytes(4) + b"IDAT", MediaType.PNG),
        (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    ],
)
def test_a_damaged_picture_is_known_as_one(data: bytes, kind: MediaType) -> None:
    assert without_traces(data, kind) is None


def test_of_a_photograph_that_was_cut_off_there_is_what_there_is() -> None:
    given = picture("jpg", (64, 64))
    assert without_traces(given[:-9], MediaType.JPEG) == given[:-9]


def test_a_length_that_leads_nowhere_ends_a_webp() -> None:
    torn = picture("webp")[:12] + b"EXIF" + (2**31).to_bytes(4, "little") + zlib.compress(b"a")
    assert without_traces(torn, MediaType.WEBP) == b"RIFF\x04\0\0\0WEBP"
