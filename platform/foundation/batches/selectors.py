from uuid import UUID

from foundation.batches.enums import LIVE, WAITING
from foundation.batches.models import Batch, BatchRow


def live_batch(kind: str, subject_id: UUID | None) -> Batch | None:
    """Of those of a kind about the same thing, the one that is not over."""
    return Batch.objects.filter(kind=kind, subject_id=subject_id, status__in=LIVE).first()


def waiting_rows(batch: Batch, limit: int) -> list[BatchRow]:
    """The next rows that nobody has come to, in order: a chunk of a job whose rows are its batch's own."""
    return list(BatchRow.objects.filter(batch=batch, outcome=WAITING).order_by("number")[:limit])
