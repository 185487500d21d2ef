"""Going on with a batch, chunk after chunk, whoever died before.

Who may go on is decided by the row: a runner writes its own name and a lease into it, holds it locked during each chunk,
and leaves when it finds another's name there. The sweep passes over locked rows, so a chunk that takes long is never doubled.
"""

import time
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from foundation.batches.enums import LIVE, BatchStatus
from foundation.batches.errors import Hopeless
from foundation.batches.models import Batch
from foundation.batches.rules import LEASE, MAX_FAILURES, MAX_STARTS, STRETCH, added, stretch_after, wait_after
from foundation.batches.services.ending import end
from foundation.batches.services.jobs import Chunk, job_of
from foundation.batches.services.starting import ring
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.logs import describe
from foundation.outbox.services import send

CLAIM = """
UPDATE batches_batch SET due_at = %(next)s, runner = NULL
WHERE id IN (
  SELECT id FROM batches_batch
  WHERE status = ANY(%(live)s) AND due_at <= %(now)s
  ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) RETURNING id
"""


def run(*, batch_id: UUID, stretch: float = STRETCH) -> None:
    """Go on with the batch for a while, one chunk at least, then ask for the next runner. Does nothing where another runner is
    at work."""
    runner = new_id()
    batch = _claim(batch_id, runner)
    if batch is None:
        return
    try:
        _go_on(batch, runner, stretch)
    except Exception as failure:
        _note(batch, runner, failure)
        if not isinstance(failure, Hopeless):
            raise


def sweep(*, limit: int = 100) -> int:
    """Ask again where an ask got lost, a pause is over or a runner has died. Returns how many were asked for."""
    with transaction.atomic(), connection.cursor() as cursor:
        moment = now()
        cursor.execute(CLAIM, {"now": moment, "next": moment + LEASE, "live": list(LIVE), "limit": limit})
        due = [row[0] for row in cursor.fetchall()]
    for batch_id in due:
        if not send("batches.run", None, {"batch_id": str(batch_id)}):
            break
    return len(due)


@transaction.atomic
def _claim(batch_id: UUID, runner: UUID) -> Batch | None:
    """The batch in this runner's name. Beginnings are counted before there is work: a killed worker can't count its own."""
    free = Q(runner=None) | Q(due_at__lte=now())
    batch = _locked(skip_locked=True).filter(free, pk=batch_id, status__in=LIVE).first()
    if batch is None:
        return None
    if batch.starts >= MAX_STARTS:
        end(batch, BatchStatus.FAILED, problem="interrupted")
        return None
    batch.status = BatchStatus.RUNNING
    batch.starts += 1
    batch.started_at = batch.started_at or now()
    batch.runner = runner
    batch.due_at = now() + LEASE
    batch.save(update_fields=["status", "starts", "started_at", "runner", "due_at"])
    return batch


def _go_on(batch: Batch, runner: UUID, stretch: float) -> None:
    steps, begun, until = job_of(batch).work(batch), time.monotonic(), 0.0
    while not until or time.monotonic() < until:
        with transaction.atomic():
            if not _is_held(batch, runner):
                return
            chunk = next(steps, None)
            if chunk is None:
                end(batch, BatchStatus.DONE)
                return
            _advance(batch, chunk)
        until = until or time.monotonic() + stretch_after(time.monotonic() - begun, stretch)
    with transaction.atomic():
        if _is_held(batch, runner):
            ring(batch)


def _is_held(batch: Batch, runner: UUID) -> bool:
    """Lock the row and read it anew; False when it was cancelled, or another runner took it over."""
    try:
        batch.refresh_from_db(from_queryset=_locked().filter(runner=runner, status=BatchStatus.RUNNING))
    except Batch.DoesNotExist:
        return False
    return True


def _advance(batch: Batch, chunk: Chunk) -> None:
    batch.done += chunk.count
    batch.counts = added(batch.counts, dict(chunk.outcomes))
    if chunk.total is not None:
        batch.total = chunk.total
    if chunk.count:
        batch.failures = batch.starts = 0
    batch.due_at = now() + LEASE
    batch.save(update_fields=["done", "counts", "total", "failures", "starts", "due_at"])


@transaction.atomic
def _note(batch: Batch, runner: UUID, failure: Exception) -> None:
    """Keep the kind of the failure, never its message: messages quote values. Wait, or give up."""
    if not _is_held(batch, runner):
        return
    batch.failures += 1
    batch.error = describe(failure)
    batch.due_at = now() + wait_after(batch.failures)
    batch.save(update_fields=["failures", "error", "due_at"])
    if isinstance(failure, Hopeless):
        end(batch, BatchStatus.FAILED, problem=failure.code)
    elif batch.failures >= MAX_FAILURES:
        end(batch, BatchStatus.FAILED, problem="failures")


def _locked(*, skip_locked: bool = False) -> QuerySet[Batch]:
    return Batch.objects.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
