from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet, Value

from foundation.accounts.models import User
from foundation.batches.models import Batch, BatchRow
from foundation.batches.policies import get_batch_for
from foundation.batches.rules import KEEP_ROWS
from foundation.batches.services.jobs import job_of
from foundation.kernel.clock import now

SET = """
UPDATE batches_batchrow AS row SET outcome = fresh.outcome, messages = fresh.messages::jsonb
FROM unnest(%s::int[], %s::text[], %s::text[]) AS fresh (number, outcome, messages)
WHERE row.batch_id = %s AND row.number = fresh.number
"""


def set_rows(batch: Batch, rows: Collection[tuple[int, str, Sequence[dict[str, Any]]]]) -> None:
    """Write what became of these rows, `(number, outcome, messages)`, in one statement."""
    numbers = [number for number, _, _ in rows]
    outcomes = [outcome for _, outcome, _ in rows]
    messages = [orjson.dumps(given).decode() for _, _, given in rows]
    with connection.cursor() as cursor:
        cursor.execute(SET, [numbers, outcomes, messages, batch.pk])


def rows_of(*, actor: User, batch_id: UUID, outcome: str | None = None) -> QuerySet[Any, Any]:
    """The batch's rows, from wherever its job keeps them, each with the `batch_kind` whose words its messages have."""
    batch = get_batch_for(actor, batch_id)
    own = job_of(batch).rows
    rows: QuerySet[Any, Any] = own(batch, actor) if own else BatchRow.objects.filter(batch=batch)
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    rows = rows.annotate(batch_kind=Value(batch.kind))
    return rows.values("number", "outcome", "messages", "batch_kind")


def forget_rows() -> None:
    """Delete the rows of batches that have been over for long; their counts stay."""
    old = Batch.objects.filter(finished_at__lt=now() - KEEP_ROWS)
    BatchRow.objects.filter(batch_id__in=old.values("pk")).delete()
