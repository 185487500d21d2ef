"""How a batch ends, and how what failed of it begins again."""

import logging
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.batches.enums import FAILED_ROW, LIVE, WAITING, BatchStatus
from foundation.batches.errors import BatchOver, NotCancellable, NothingToRetry
from foundation.batches.models import Batch, BatchRow
from foundation.batches.policies import get_batch_to_change
from foundation.batches.services.jobs import job_of
from foundation.batches.services.starting import ring
from foundation.kernel.clock import now

log = logging.getLogger(__name__)


def end(batch: Batch, status: BatchStatus, *, problem: str = "") -> None:
    """Mark the locked batch as over, and let its job say its last word in the same transaction."""
    batch.status = status
    batch.problem = problem
    batch.runner = None
    batch.finished_at = now()
    batch.save(update_fields=["status", "problem", "runner", "finished_at"])
    if status == BatchStatus.FAILED:
        _give_up_safely(batch)
    elif status == BatchStatus.CANCELLED:
        job_of(batch).give_up(batch)
    else:
        job_of(batch).finish(batch)


def _give_up_safely(batch: Batch) -> None:
    """What fails while giving up must not keep the batch alive."""
    try:
        with transaction.atomic():
            job_of(batch).give_up(batch)
    except Exception:
        log.exception("could not give up", extra={"id": str(batch.pk)})


@transaction.atomic
def cancel(*, actor: User, batch_id: UUID) -> Batch:
    """Stop after the chunk that is being done; what was done stays. Cancelling twice is cancelling."""
    batch = get_batch_to_change(actor, batch_id)
    if batch.status == BatchStatus.CANCELLED:
        return batch
    if batch.status not in LIVE:
        raise BatchOver
    if not job_of(batch).cancellable:
        raise NotCancellable
    end(batch, BatchStatus.CANCELLED)
    record(actor_id=actor.pk, action="batch.cancelled", subject_type="batch", subject_id=batch.pk)
    return batch


@transaction.atomic
def retry(*, actor: User, batch_id: UUID) -> Batch:
    """Take up again what failed: the rows that did, and the rest of a batch that gave up."""
    batch = get_batch_to_change(actor, batch_id)
    if batch.status not in (BatchStatus.DONE, BatchStatus.FAILED) or not job_of(batch).retriable:
        raise NothingToRetry
    again = BatchRow.objects.filter(batch=batch, outcome=FAILED_ROW).update(outcome=WAITING, messages=[])
    if batch.status == BatchStatus.DONE and not again:
        raise NothingToRetry
    _queue_again(batch, rows=again)
    record(actor_id=actor.pk, action="batch.retried", subject_type="batch", subject_id=batch.pk)
    return batch


def _queue_again(batch: Batch, *, rows: int) -> None:
    batch.status = BatchStatus.QUEUED
    batch.done -= rows
    batch.counts = {outcome: count for outcome, count in batch.counts.items() if outcome != FAILED_ROW}
    batch.problem = batch.error = ""
    batch.failures = batch.starts = 0
    batch.finished_at = None
    batch.save(update_fields=["status", "done", "counts", "problem", "error", "failures", "starts", "finished_at"])
    ring(batch)
