"""Pictures, recordings and captions, as small as they come."""

from io import BytesIO
from typing import Any

from PIL import Image

from courses.catalogue.services import MediaDraft

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n"
MP3 = b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x64" + b"\0" * 413
OGG = b"OggS\0\x02" + b"\0" * 20 + b"\x01\x13OpusHead\x01\x01" + b"\0" * 9
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04B\x85\x81\x02"
GPS = {1: "N", 2: (34.0, 1.0, 0.0), 3: "W", 4: (6.0, 50.0, 0.0)}


def picture(kind: str = "png", size: tuple[int, int] = (8, 6), colour: str = "teal", **saved: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, {"jpg": "JPEG"}.get(kind, kind.upper()), **saved)
    return made.getvalue()


def exif(orientation: int = 1, gps: dict[int, Any] | None = None) -> bytes:
    told = Image.Exif()
    told[0x0112] = orientation
    if gps:
        told[0x8825] = gps
    return told.tobytes()


def box(kind: bytes, *content: bytes) -> bytes:
    """Of an MP4."""
    held = b"".join(content)
    return (len(held) + 8).to_bytes(4) + kind + held


def mp4(*tracks: bytes, told: bytes = b"", brand: bytes = b"isom") -> bytes:
    """Of `vide` and `soun`; `told` stands among what it says of itself."""
    parts = (box(b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8, track, b"\0" * 12))) for track in tracks)
    about = (box(b"udta", told),) if told else ()
    return box(b"ftyp", brand, b"\0\0\x02\0") + box(b"moov", *parts, *about) + box(b"mdat", b"\0" * 64)


FILM = mp4(b"vide", b"soun")
SPEECH = mp4(b"soun", brand=b"M4A ")


def shown(draft: MediaDraft, alt: str = "A drawing", **captions: MediaDraft) -> dict[str, Any]:
    """What a lesson that shows it keeps of it."""
    told = [{"language": code, "url": held.url, "bytes": len(held.content)} for code, held in captions.items()]
    size = len(draft.content)
    return {"url": draft.url, "media_type": draft.kind.media_type, "bytes": size, "alt": alt, "captions": told}
