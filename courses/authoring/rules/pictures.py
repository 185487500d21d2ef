"""What a picture says of itself, read without trusting it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image

from courses.authoring.rules.places import tells_where

MAX_SIDE = 4096
READERS = ("PNG", "JPEG", "WEBP")
TURNED = range(5, 9)  # orientations in which a picture is shown lying on its side

Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, before a pixel is read


@dataclass(frozen=True, slots=True)
class Picture:
    """As it is shown."""

    width: int
    height: int


def read_picture(data: bytes) -> Picture | str:
    """The picture, or the code of what is wrong with it."""
    try:
        with Image.open(BytesIO(data), formats=READERS) as image:
            if max(image.size) > MAX_SIDE:
                return "picture_too_large"
            if getattr(image, "n_frames", 1) > 1:
                return "picture_moves"
            image.load()
            return "has_location" if any(map(tells_where, _told(image))) else _shown(image)
    except Exception:  # whatever a decoder stumbles over
        return "picture_damaged"


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
    turned = image.getexif().get(ExifTags.Base.Orientation) in TURNED
    return Picture(*(reversed(image.size) if turned else image.size))
