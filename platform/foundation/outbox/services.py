"""Publishing in the transaction of the change, delivering once, and asking again for what got lost.

The transactional outbox (Richardson, *Microservices Patterns*, ch. 3), with the database as the queue of record and the
broker as no more than a bell.
"""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.logs import describe
from foundation.kernel.statements import run
from foundation.outbox.events.base import REGISTRY, Event
from foundation.outbox.models import Delivery, EventRecord
from foundation.outbox.registry import subscriber_named, subscribers_of
from foundation.outbox.rules import GRACE, MAX_STARTS, is_stuck, wait_after

log = logging.getLogger(__name__)

CLAIM = """
UPDATE outbox_delivery SET due_at = %(next)s
WHERE id IN (
  SELECT id FROM outbox_delivery
  WHERE done_at IS NULL AND stuck_at IS NULL AND due_at <= %(now)s
  ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) RETURNING id, queue, attempts
"""
EVENTS = """
INSERT INTO outbox_eventrecord (id, created_at, name, payload)
SELECT id, %(now)s, name, payload::jsonb
  FROM unnest(%(ids)s::uuid[], %(names)s::text[], %(payloads)s::text[]) told (id, name, payload)
"""
DELIVERIES = """
INSERT INTO outbox_delivery (id, created_at, event_id, subscriber, queue, due_at, attempts, starts, error)
SELECT id, %(now)s, event, name, queue, %(due_at)s, 0, 0, ''
  FROM unnest(%(ids)s::uuid[], %(events)s::uuid[], %(names)s::text[], %(queues)s::text[]) told (id, event, name, queue)
"""


def publish(*happenings: Event) -> None:
    """Write the events and a delivery per subscriber, in two statements. Raises `RuntimeError` outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is published in the transaction of what it tells.")
    if not happenings:
        return
    moment, ids = now(), [new_id() for _ in happenings]
    names = [happening.name for happening in happenings]
    payloads = [orjson.dumps(happening.payload()).decode() for happening in happenings]
    run(EVENTS, {"now": moment, "ids": ids, "names": names, "payloads": payloads}, planned=True)
    told = [(new_id(), event, to) for event, name in zip(ids, names, strict=True) for to in subscribers_of(name)]
    if told:
        values = {
            "now": moment,
            "due_at": moment + (GRACE if may_ask() else timedelta(0)),
            "ids": [delivery_id for delivery_id, _, _ in told],
            "events": [event for _, event, _ in told],
            "names": [to.name for _, _, to in told],
            "queues": [to.queue for _, _, to in told],
        }
        run(DELIVERIES, values, planned=True)
    for delivery_id, _, to in told:
        ask("outbox.deliver", queue=to.queue, delivery_id=delivery_id, attempts=0)


def ask(task: str, *, queue: str | None = None, **ids: object) -> None:
    """Send the task after commit. It may get lost; a sweep covers it. Ids only, nothing personal."""
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()}
    transaction.on_commit(lambda: send(task, queue, plain), robust=True)


def may_ask() -> bool:
    """Whether this process may publish to the broker (the trial's web process may not: its broker is in the worker)."""
    return bool(settings.OUTBOX_PUBLISH)


def send(task: str, queue: str | None, ids: dict[str, object]) -> bool:
    """Publish now, once. False when the broker could not be reached."""
    if not may_ask():
        return False
    try:
        options: dict[str, Any] = {"queue": queue} if queue else {}  # else by the routes in the settings
        current_app.send_task(task, kwargs=ids, retry=False, **options)
    except (OperationalError, OSError):
        log.warning("broker_unreachable", extra={"task": task})
        return False
    return True


def sweep(*, limit: int = 500) -> int:
    """Ask again for deliveries that are due. A delivery that is being worked on holds its lock and is passed over."""
    with transaction.atomic(), connection.cursor() as cursor:
        moment = now()
        cursor.execute(CLAIM, {"now": moment, "next": moment + GRACE, "limit": limit})
        due = cursor.fetchall()
    for delivery_id, queue, attempts in due:
        ids = {"delivery_id": str(delivery_id), "attempts": attempts, "again": True}
        if not send("outbox.deliver", queue, ids):
            break
    return len(due)


def deliver(*, delivery_id: UUID, attempts: int | None = None, again: bool = False) -> bool:
    """Run the subscriber and mark the delivery done, in one transaction. False when there was nothing to do.

    A failure rolls back what the subscriber wrote; it is noted, and tried again later: who was asked before that failure
    (`attempts` were fewer then) leaves it alone, or a queue of repeated asks would use all attempts up at once.
    A killed worker notes nothing: so whoever is asked `again` counts the start before it begins.
    """
    if again and not _count_start(delivery_id, attempts):
        return False
    try:
        with transaction.atomic():
            return _deliver_locked(delivery_id, attempts)
    except Exception as failure:
        _note_failure(delivery_id, failure)
        raise


def _open(delivery_id: UUID, attempts: int | None) -> Delivery | None:
    """The delivery, locked; None when it is done, being done, or has failed since this was asked."""
    rows = Delivery.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).select_related("event")
    delivery = rows.filter(id=delivery_id, done_at__isnull=True).first()
    return delivery if delivery and attempts in (None, delivery.attempts) else None


@transaction.atomic
def _count_start(delivery_id: UUID, attempts: int | None) -> bool:
    """False when there is nothing to start, or it has been started too often without an end."""
    delivery = _open(delivery_id, attempts)
    if delivery is None or delivery.stuck_at:
        return False
    delivery.starts += 1
    if delivery.starts > MAX_STARTS:
        delivery.stuck_at, delivery.error = now(), "interrupted"
    delivery.save(update_fields=["starts", "stuck_at", "error"])
    return delivery.stuck_at is None


def _deliver_locked(delivery_id: UUID, attempts: int | None) -> bool:
    delivery = _open(delivery_id, attempts)
    if delivery is None:
        return False
    record = delivery.event
    subscriber_named(delivery.subscriber).handler(REGISTRY[record.name].read(record.payload))
    delivery.done_at = now()
    delivery.stuck_at = None
    delivery.error = ""
    delivery.save(update_fields=["done_at", "stuck_at", "error"])
    return True


def _note_failure(delivery_id: UUID, failure: Exception) -> None:
    """Keep the kind of the failure, never its message: messages quote values."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(no_key=True).filter(id=delivery_id, done_at__isnull=True).first()
        if delivery is None:
            return
        delivery.attempts += 1
        delivery.error = describe(failure)
        delivery.due_at = now() + wait_after(delivery.attempts)
        delivery.stuck_at = now() if is_stuck(delivery.attempts) else None
        delivery.save(update_fields=["attempts", "error", "due_at", "stuck_at"])


def try_again(*, delivery_ids: list[UUID]) -> int:
    """Give stuck deliveries a fresh set of attempts, from now on."""
    return Delivery.objects.filter(id__in=delivery_ids, stuck_at__isnull=False).update(
        stuck_at=None, attempts=0, starts=0, due_at=now()
    )


def forget_delivered(*, older_than: timedelta = timedelta(days=90)) -> int:
    """Delete events whose every delivery is done and old. Returns how many."""
    old = EventRecord.objects.filter(created_at__lt=now() - older_than)
    unfinished = Delivery.objects.filter(done_at__isnull=True).values("event_id")
    return old.exclude(id__in=unfinished).delete()[1].get("outbox.EventRecord", 0)
