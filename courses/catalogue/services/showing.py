"""What lessons show: pictures, recordings and their captions, each kept once, by the digest of its content."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from courses.catalogue.enums import MediaKind
from courses.catalogue.models import MediaFile


@dataclass(frozen=True, slots=True)
class MediaDraft:
    kind: MediaKind
    content: bytes = field(repr=False)
    sha256: str

    @classmethod
    def of(cls, kind: str, content: bytes) -> "MediaDraft":
        return cls(MediaKind(kind), content, sha256(content).hexdigest())

    @property
    def url(self) -> str:
        """Its address here: whoever may read the lesson has it, and nobody can guess it."""
        return f"/media/{self.sha256}.{self.kind.value}"


def keep_media(drafts: Iterable[MediaDraft]) -> None:
    """One statement each: a recording is large, and so is the statement that brings it."""
    wanted = {draft.sha256: draft for draft in drafts}
    held = MediaFile.objects.filter(sha256__in=wanted).values_list("sha256", flat=True)
    fresh = [wanted[name] for name in sorted(wanted.keys() - set(held))]
    files = [MediaFile(sha256=draft.sha256, kind=draft.kind, content=draft.content) for draft in fresh]
    MediaFile.objects.bulk_create(files, batch_size=1, ignore_conflicts=True)
