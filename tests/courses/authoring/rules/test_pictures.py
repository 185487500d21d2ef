import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from courses.authoring.rules.pictures import MAX_PASSES, Picture, look_through, read_picture
from tests.factories.media import GPS, exif, picture


def crowded(kind: str) -> bytes:
    """Three pictures in one file."""
    made = BytesIO()
    frames = [Image.new("RGB", (8, 6), colour) for colour in ("red", "green", "blue")]
    frames[0].save(made, kind, save_all=True, append_images=frames[1:])
    return made.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A PNG of three kilobytes and two and a half billion pixels."""
    header = struct.pack(">2I5B", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1_000_000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def xmp(words: bytes) -> bytes:
    return picture("jpg", xmp=b"<x:xmpmeta>" + words + b"</x:xmpmeta>")


def deflated(name: str, words: str) -> bytes:
    """A PNG that says something packed."""
    told = PngInfo()
    told.add_text(name, words, zip=True)
    return picture(pnginfo=told)


def said_at_its_end(words: str) -> bytes:
    """A PNG that says something behind its pixels."""
    told = b"iTXtComment\0\1\0\0\0" + zlib.compress(words.encode())
    end = picture()[-12:]
    return picture()[:-12] + struct.pack(">I", len(told) - 4) + told + struct.pack(">I", zlib.crc32(told)) + end


@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
def test_a_picture_has_its_size(kind: str) -> None:
    assert read_picture(picture(kind, (40, 30))) == Picture(40, 30)


@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
def test_a_picture_on_its_side_has_the_size_in_which_it_is_shown(kind: str) -> None:
    assert read_picture(picture(kind, (40, 30), exif=exif(orientation=6))) == Picture(30, 40)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture("png", exif=exif(gps=GPS)), "has_location"),
        (deflated("Location", "+34.0208-006.8416/"), "has_location"),
        (deflated("XML:com.adobe.xmp", "<exif:GPSLatitude>34,1N</exif:GPSLatitude>"), "has_location"),
        (deflated("Raw profile type exif", f"\nexif\n{len(exif(gps=GPS))}\n{exif(gps=GPS).hex()}\n"), "has_location"),
        (bomb(), "picture_too_large"),
        (picture("png", (4097, 1)), "picture_too_large"),
        (picture("jpg", (1, 4097)), "picture_too_large"),
        (crowded("PNG"), "picture_moves"),
        (crowded("WEBP"), "picture_moves"),
        (crowded("MPO"), "picture_moves"),
        (picture("jpg") + b"\xff\xda" * MAX_PASSES, "picture_passes"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture_damaged"),
        (picture("gif"), "picture_damaged"),
        (b"", "picture_damaged"),
    ],
)
def test_what_is_wrong_with_a_picture(data: bytes, code: str) -> None:
    assert read_picture(data) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture("png", (400, 300))[:-40], "picture_damaged"),
        (picture("jpg", (400, 300))[:-400], "picture_damaged"),
        (said_at_its_end("+34.0208-006.8416/"), "has_location"),
        (said_at_its_end("A school in Fez"), None),
        (picture("jpg"), None),
    ],
)
def test_what_only_shows_when_it_is_read_to_its_end(data: bytes, code: str | None) -> None:
    assert (read_picture(data) in (Picture(400, 300), Picture(8, 6)), look_through(data)) == (True, code)


def test_a_picture_that_says_without_end_is_not_listened_to() -> None:
    assert isinstance(read_picture(deflated("Comment", "a" * 200_000)), Picture)
    told = PngInfo()
    for _ in range(2):
        told.add_text("Comment", "a" * 200_000, zip=True)
    assert read_picture(picture(pnginfo=told)) == "picture_damaged"


def test_other_things_that_it_says_are_no_harm() -> None:
    assert read_picture(picture("jpg", exif=exif())) == Picture(8, 6)
    assert read_picture(xmp(b"<dc:creator>A school in Fez</dc:creator>")) == Picture(8, 6)
    assert read_picture(picture("png", (4096, 2))) == Picture(4096, 2)
