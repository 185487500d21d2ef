from foundation.batches.enums import WAITING
from foundation.batches.models import Batch, BatchRow


def waiting_rows(batch: Batch, limit: int) -> list[BatchRow]:
    """The next rows that nobody has come to, in order: a chunk of a job whose rows are its batch's own."""
    return list(BatchRow.objects.filter(batch=batch, outcome=WAITING).order_by("number")[:limit])
