"""What a picture says of itself, read without trusting it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, PngImagePlugin

from foundation.kernel.places import tells_where

MAX_SIDE = 4096
MAX_PIXELS = 500_000_000  # of all pictures of a package: the worst are read in ten seconds
MAX_PASSES = 100  # in which a JPEG is drawn: ten are many, and each may be as slow as it is short
MAX_WORDS = 256 * 1024  # that a PNG says of itself, unpacked
JPEG, PASS = b"\xff\xd8", b"\xff\xda"
READERS = ("PNG", "JPEG", "WEBP")
TURNED = range(5, 9)  # orientations in which a picture is shown lying on its side

PngImagePlugin.MAX_TEXT_MEMORY = MAX_WORDS
Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, before a pixel is read


@dataclass(frozen=True, slots=True)
class Picture:
    """As it is shown."""

    width: int
    height: int


def read_picture(data: bytes) -> Picture | str:
    """What its head says, or the code of what is wrong with it. No pixel is read."""
    if data.startswith(JPEG) and data.count(PASS) > MAX_PASSES:
        return "picture_passes"
    try:
        with Image.open(BytesIO(data), formats=READERS) as image:
            if max(image.size) > MAX_SIDE:
                return "picture_too_large"
            if getattr(image, "n_frames", 1) > 1:
                return "picture_moves"
            return "has_location" if _tells_where(image) else _shown(image)
    except Exception:  # whatever a decoder stumbles over
        return "picture_damaged"


def look_through(data: bytes) -> str | None:
    """The code of what is wrong with a picture whose head is sound, if it is read to its end."""
    try:
        with Image.open(BytesIO(data), formats=READERS) as image:
            image.load()
            return "has_location" if _tells_where(image) else None
    except Exception:  # as above
        return "picture_damaged"


def _tells_where(image: Image.Image) -> bool:
    return any(map(tells_where, _told(image)))


def _told(image: Image.Image) -> Iterator[bytes]:
    """What it says in words, unpacked: a PNG may hold them deflated, and Exif in hexadecimal digits."""
    for name, told in image.info.items():
        if isinstance(told, bytes):
            yield told
        elif isinstance(told, str):
            yield told.encode()
            if str(name).startswith("Raw profile type"):
                yield _unhexed(told)


def _unhexed(profile: str) -> bytes:
    """Behind its kind and its length."""
    with suppress(ValueError):
        return bytes.fromhex("".join(profile.split("\n")[3:]))
    return b""


def _shown(image: Image.Image) -> Picture:
    """A PNG would look for its orientation behind the pixels too, and read all of them."""
    turned = Image.Image.getexif(image).get(ExifTags.Base.Orientation) in TURNED
    return Picture(*(reversed(image.size) if turned else image.size))
