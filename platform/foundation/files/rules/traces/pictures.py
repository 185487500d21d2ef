"""Pictures: their parts are written again, but those that tell something. Only how one is to be turned stays."""

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from PIL import ExifTags, Image

from foundation.files.enums import MediaType

SOI, EOI, PASS, EXIF = 0xD8, 0xD9, 0xDA, 0xE1
SEGMENTS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # of an application, that how it looks depends on
UNASKED = {*range(0xE0, 0xF0), 0xFE}  # of applications, and comments
NEXT = re.compile(rb"\xff[^\0\xd0-\xd7\xff]")  # the marker behind the pixels of a pass
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT".split())
WEBP_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
WEBP_TOLD = 0b1100  # VP8X: that there are Exif and XMP

PICTURES = (MediaType.JPEG, MediaType.PNG, MediaType.WEBP)


def without_traces(data: bytes, kind: str) -> bytes | None:
    """The same picture and nothing beside it; None where it is damaged."""
    parts = {MediaType.JPEG: _jpeg, MediaType.PNG: _png, MediaType.WEBP: _webp}[MediaType(kind)]
    try:
        return b"".join(parts(data))
    except (IndexError, ValueError):
        return None


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Ends with the picture: what cameras put behind it has Exif of its own."""
    yield data[:2]
    place = 2
    while (marker := _marker_at(data, place)) != EOI:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if marker == PASS:
            found = NEXT.search(data, end)
            end = found.start() if found else len(data)
        if marker not in UNASKED or data.startswith(SEGMENTS.get(marker, b"\0none"), place + 4):
            yield data[place:end]
        elif marker == EXIF and (turned := _turned(data[place + 4 : end])):
            yield turned
        place = end
        if marker == PASS and end >= len(data):
            return  # a photograph that was cut off
    yield data[place : place + 2]


def _marker_at(data: bytes, place: int) -> int:
    if data[place] != 0xFF:
        raise ValueError("no marker")
    return data[place + 1]


def _turned(told: bytes) -> bytes | None:
    """A segment that says how the picture is to be turned, and no more; None where it stands upright."""
    with suppress(Exception):  # whatever a decoder stumbles over
        exif = Image.Exif()
        exif.load(told)
        orientation = exif.get(ExifTags.Base.Orientation)
        if orientation in range(2, 9):
            made = Image.Exif()
            made[ExifTags.Base.Orientation] = orientation
            words = made.tobytes()
            return bytes((0xFF, EXIF)) + (len(words) + 2).to_bytes(2) + words
    return None


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG_HEAD
    place, kind = len(PNG_HEAD), b""
    while kind != b"IEND":
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        end = place + size + 12
        if len(kind) < 4 or end > len(data):
            raise ValueError("cut off")
        if kind in PNG_CHUNKS:
            yield data[place:end]
        place = end


def _webp(data: bytes) -> Iterator[bytes]:
    chunks = BytesIO()
    place, end = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while place + 8 <= end:
        kind, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        chunk = data[place : place + 8 + size + size % 2]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes((chunk[8] & ~WEBP_TOLD,)) + chunk[9:]
        if kind in WEBP_CHUNKS:
            chunks.write(chunk)
        place += len(chunk)
    yield b"RIFF" + (chunks.tell() + 4).to_bytes(4, "little") + b"WEBP"
    yield chunks.getvalue()
