from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.batches.enums import WAITING
from foundation.batches.models import Batch, BatchRow
from foundation.batches.rules import LEASE
from foundation.kernel.clock import now
from foundation.kernel.statements import copy_in
from foundation.outbox import ask
from foundation.outbox.services import may_ask


@transaction.atomic
def start(
    *,
    kind: str,
    owner_id: UUID | None,
    total: int = 0,
    subject_id: UUID | None = None,
    params: Mapping[str, Any] | None = None,
    subjects: Iterable[UUID] | None = None,
) -> Batch:
    """Queue a job; it begins once the caller's transaction is committed. `subjects` become its rows, numbered from 1."""
    batch = Batch(kind=kind, owner_id=owner_id, total=total, subject_id=subject_id, params=dict(params or {}))
    batch.save(force_insert=True)
    if subjects is not None:
        batch.total = copy_in(
            BatchRow,
            ("batch_id", "number", "subject_id", "outcome", "messages"),
            ((batch.pk, number, subject, WAITING, []) for number, subject in enumerate(subjects, 1)),
        )
        batch.save(update_fields=["total"])
    ring(batch)
    return batch


def ring(batch: Batch) -> None:
    """Ask for a runner after commit; the sweep does, should that get lost. The caller holds the row."""
    batch.runner = None
    batch.due_at = now() + (LEASE if may_ask() else timedelta())
    batch.save(update_fields=["runner", "due_at"])
    ask("batches.run", batch_id=batch.pk)
