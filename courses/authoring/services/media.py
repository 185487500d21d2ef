"""Pictures, recordings and captions: each what its name says, and together what lessons can show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.authoring.errors import Fault
from courses.authoring.rules.captions import captions_faults
from courses.authoring.rules.files import MEDIA_FILE, captions_file, is_recording
from courses.authoring.rules.pictures import Picture, read_picture
from courses.authoring.rules.texts import decode
from courses.catalogue.enums import MediaKind
from courses.catalogue.services import MediaDraft
from foundation.files.enums import MediaType
from foundation.files.services import kind_of
from foundation.kernel.films import tracks_of
from foundation.kernel.language import LANGUAGES
from foundation.kernel.places import tells_where

SVG_HEAD = 1024  # bytes among which the first tag of an SVG stands


@dataclass(slots=True)
class MediaPart:
    """`draft` and `picture` are those of a file without faults."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    draft: MediaDraft | None = None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture or a recording as a lesson shows it; `captions` by language."""

    media: MediaDraft
    picture: Picture | None
    captions: Mapping[str, MediaDraft]

    def members(self, alt: str) -> dict[str, Any]:
        told = [
            {"language": language, "url": captions.url, "bytes": len(captions.content)}
            for language, captions in self.captions.items()
        ]
        kind, size = self.media.kind, len(self.media.content)
        return {"url": self.media.url, "media_type": kind.media_type, "bytes": size, "alt": alt, "captions": told}


def read_media(file: str, data: bytes) -> MediaPart:
    kind = MediaKind(file.rpartition(".")[2])
    part = MediaPart(file)
    if code := _disguise(kind, data):
        part.faults.append(Fault(file, 0, code, {"wanted": kind.value}))
    elif tells_where(data):
        part.faults.append(Fault(file, 0, "has_location"))
    elif kind.is_picture:
        _look(part, data)
    if not part.faults:
        part.draft = MediaDraft.of(kind, data)
    return part


def _disguise(kind: MediaKind, data: bytes) -> str | None:
    found = kind_of(data)
    if found == MediaType.TEXT and b"<svg" in data[:SVG_HEAD].lower():
        return "svg"
    if found in {MediaType.M4A, MediaType.MP4}:
        found = MediaType.MP4 if b"vide" in tracks_of(data) else MediaType.M4A
    return None if found.value == kind.media_type else "wrong_type"


def _look(part: MediaPart, data: bytes) -> None:
    found = read_picture(data)
    if isinstance(found, Picture):
        part.picture = found
    else:
        part.faults.append(Fault(part.file, 0, found))


def read_captions(file: str, data: bytes) -> MediaPart:
    text, faults = decode(data, file)
    faults = faults or [Fault(file, line, code) for line, code in captions_faults(text)]
    return MediaPart(file, faults, None if faults else MediaDraft.of(MediaKind.CAPTIONS, data))


def shelf_of(parts: Mapping[str, MediaPart]) -> dict[str, Shown]:
    """What lessons can show, by the names that they call it by."""
    return {
        name: Shown(part.draft, part.picture, dict(_captions_of(name, parts)))
        for name, part in parts.items()
        if MEDIA_FILE.fullmatch(name) and part.draft
    }


def _captions_of(name: str, parts: Mapping[str, MediaPart]) -> Iterator[tuple[str, MediaDraft]]:
    for language in LANGUAGES if is_recording(name) else ():
        part = parts.get(captions_file(name, language))
        if part and part.draft:
            yield language, part.draft
