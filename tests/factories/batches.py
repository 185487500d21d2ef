"""A job of the tests' own: it carries stones across, one row each, and drops those that it was told to."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

from foundation.batches.enums import FAILED_ROW
from foundation.batches.models import Batch, BatchRow
from foundation.batches.selectors import waiting_rows
from foundation.batches.services import Chunk, set_rows, start
from foundation.batches.services import run as run_batch
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id

KIND = "tests.carry"
CHUNK = 10
HEAVY = {"code": "heavy", "field": "weight", "read": "9 t", "expected": "8 t"}


def carry(batch: Batch) -> Iterator[Chunk]:
    """Rows whose numbers are in the parameter `heavy` fail."""
    while rows := waiting_rows(batch, CHUNK):
        heavy = [row.number in batch.params.get("heavy", ()) for row in rows]
        outcomes = [FAILED_ROW if fails else "carried" for fails in heavy]
        messages = [[HEAVY] if fails else [] for fails in heavy]
        set_rows(batch, list(zip([row.number for row in rows], outcomes, messages, strict=True)))
        yield Chunk(len(rows), Counter(outcomes))


def carrying(size: int = 25, **given: Any) -> Batch:
    """A queued batch with that many rows."""
    return start(**{"kind": KIND, "owner_id": None, "subjects": (new_id() for _ in range(size)), **given})


def outcomes_of(batch: Batch) -> dict[str, int]:
    return dict(Counter(BatchRow.objects.filter(batch=batch).values_list("outcome", flat=True)))


def run(batch: Batch, **given: Any) -> Batch:
    """As the task does, with what it raises swallowed as Celery would."""
    with suppress(ZeroDivisionError):
        run_batch(batch_id=batch.pk, **given)
    batch.refresh_from_db()
    return batch


def fall_due(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(due_at=now() - timedelta(seconds=1))
