"""What lessons show: pictures, recordings and their captions, each kept once, by the digest of its content."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from courses.catalogue.enums import MediaKind, TakenDown
from courses.catalogue.models import MediaFile
from foundation.audit.services import record
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound


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


@transaction.atomic
def withdraw_media(*, digest: str, reason: TakenDown) -> None:
    """The operator's, and for good: what it held is gone, and nobody brings it in again. The record names it by half of its
    digest, which makes an id."""
    kept = MediaFile.objects.filter(sha256=digest, withdrawn_at__isnull=True)
    if not kept.update(content=b"", withdrawn_at=now()):
        raise NotFound
    record(
        actor_id=None,
        action="media_withdrawn",
        subject_type="media_file",
        subject_id=UUID(digest[:32]),
        details={"sha256": digest, "reason": reason.value},
    )
