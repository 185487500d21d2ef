"""What a file is, by its content; what its name claims; where it lies."""

import codecs
import re
import unicodedata
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import PurePath
from uuid import UUID

from foundation.files.enums import MediaType, Mistake

FOLDER = "uploads"
HEAD = 8 * 1024  # bytes from the beginning that tell most types
TAIL = 256 * 1024  # bytes from the end: an archive's directory
LONGEST_NAME = 255

MAGIC = {
    b"%PDF-": MediaType.PDF,
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
    b"\xff\xd8\xff": MediaType.JPEG,
    b"GIF87a": MediaType.GIF,
    b"GIF89a": MediaType.GIF,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": MediaType.XLS,
    b"PK\x03\x04": MediaType.ZIP,
    b"PK\x05\x06": MediaType.ZIP,
    b"ID3\x02": MediaType.MP3,
    b"ID3\x03": MediaType.MP3,
    b"ID3\x04": MediaType.MP3,
}
FRAMES = tuple(
    b"\xff" + bytes([second]) for second in (0xE2, 0xE3, 0xF2, 0xF3, 0xFA, 0xFB)
)  # of MP3, without a tag before
SPEECH = (b"OpusHead", b"\x01vorbis")  # what an Ogg of sound begins with, on its first page
TELEPHONES = (b"heic", b"heix", b"heim", b"heis", b"mif1")  # brands of HEIC, which iPhones make
FILMS = (b"iso", b"mp4", b"avc1", b"dash", b"M4V ", b"MSNV")  # brands of MP4; pictures have the same container
BY_ENTRY = {  # macros first: what has them has the rest too
    b"xl/vbaProject.bin": MediaType.XLSM,
    b"word/vbaProject.bin": MediaType.DOCM,
    b"ppt/vbaProject.bin": MediaType.PPTM,
    b"xl/workbook.bin": MediaType.XLSB,
    b"xl/workbook.xml": MediaType.XLSX,
    b"word/document.xml": MediaType.DOCX,
    b"ppt/presentation.xml": MediaType.PPTX,
}
OPEN_DOCUMENTS = (MediaType.ODS, MediaType.ODT, MediaType.ODP)
BY_EXTENSION = {f".{kind.name.lower()}": kind for kind in MediaType} | {
    ".txt": MediaType.TEXT,
    ".jpg": MediaType.JPEG,
}
WORKBOOKS = (MediaType.XLSX, MediaType.XLS, MediaType.ODS)
LOCKED = "EncryptedPackage".encode(
    "utf-16-le"
)  # how the newer workbooks are kept behind a password: in an old container
MARKUP = re.compile(rb"\s*<(?:!doctype html|html|head|table|\?xml|body|meta|style)", re.IGNORECASE)
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
BINARY = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1a"))


def place_of(file_id: UUID) -> str:
    return f"{FOLDER}/{file_id.hex[-2:]}/{file_id}"


def id_of(name: str) -> UUID | None:
    """The id of the file that is kept by this name; None where we would not call one so."""
    try:
        file_id = UUID(name)
    except ValueError:
        return None
    return file_id if file_id.version == 7 and str(file_id) == name else None


def born(file_id: UUID) -> datetime:
    """When this id (a UUIDv7) was made."""
    return datetime.fromtimestamp((file_id.int >> 80) / 1000, UTC)


def shown_name(name: str) -> str:
    """The last part of the name, without what can't be seen: a hidden turn of direction may disguise an extension."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable())[-LONGEST_NAME:] or "file"


def sniff(head: bytes, tail: bytes = b"") -> MediaType:
    """The kind of what begins and ends so. Every text is `text/plain`, whatever its encoding."""
    found = _contained(head) or next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), None)
    if found == MediaType.ZIP:
        return _archive(head, tail)
    if found or _is_text(head):
        return found or MediaType.TEXT
    return MediaType.MP3 if head.startswith(FRAMES) else MediaType.UNKNOWN


def _contained(head: bytes) -> MediaType | None:
    """Of containers that hold more than one kind of thing."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if head[:4] == b"OggS" and head[28:36].startswith(SPEECH):
        return MediaType.OGG
    if head[:4] == b"\x1aE\xdf\xa3" and b"\x42\x82\x84webm" in head[:64]:
        return MediaType.WEBM
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    return None


def _of_brand(brand: bytes) -> MediaType | None:
    if brand in TELEPHONES:
        return MediaType.HEIC
    return MediaType.M4A if brand == b"M4A " else MediaType.MP4 if brand.startswith(FILMS) else None


def _archive(head: bytes, tail: bytes) -> MediaType:
    """By OpenDocument's first entry, stored as it is, or by the names in the directory at the end."""
    if head[30:38] == b"mimetype":
        return next((kind for kind in OPEN_DOCUMENTS if head[38:].startswith(kind.encode())), MediaType.ZIP)
    return next((kind for entry, kind in BY_ENTRY.items() if entry in tail), MediaType.ZIP)


def _is_text(head: bytes) -> bool:
    if head.startswith(BOMS):
        return True
    if b"\0" in head:
        return any(_is_utf16(head, encoding) for encoding in ("utf-16-le", "utf-16-be"))
    return head.translate(None, BINARY) == head


def _is_utf16(head: bytes, encoding: str) -> bool:
    """Every character is one that people write."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return all(char in "\t\n\r" or unicodedata.category(char) not in {"Cc", "Cn", "Co", "Cs"} for char in text)


def claimed_by(name: str) -> MediaType | None:
    """What the name's extension claims; None where it claims nothing that we know."""
    return BY_EXTENSION.get(PurePath(name).suffix.lower())


def settled(found: MediaType, name: str) -> MediaType | None:
    """The kind of a file with this content and name; None where they don't fit. Text goes by any name for text."""
    claimed = claimed_by(name)
    if found == MediaType.TEXT and (claimed is None or is_text(claimed)):
        return claimed or MediaType.TEXT
    return found if claimed in (None, found) else None


def mistaken(found: MediaType, name: str, head: bytes, tail: bytes) -> Mistake | None:
    """What a file that is called a workbook, and holds none, is likely to be."""
    if claimed_by(name) not in WORKBOOKS:
        return None
    if found == MediaType.XLS and LOCKED in head + tail:
        return Mistake.LOCKED
    if found == MediaType.TEXT:
        return Mistake.MARKUP if MARKUP.match(head.lstrip(b"\xef\xbb\xbf")) else Mistake.TEXT
    return Mistake.DAMAGED if found in (MediaType.ZIP, MediaType.UNKNOWN) else None


def is_text(kind: str) -> bool:
    return kind.startswith("text/")


def is_accepted(kind: str, accept: Collection[str]) -> bool:
    """Where one kind of text is taken, all are."""
    return kind in accept or (is_text(kind) and any(map(is_text, accept)))
