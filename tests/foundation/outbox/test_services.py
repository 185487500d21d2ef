from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.outbox import Event, event, publish, registry, services, subscribe, tasks
from foundation.outbox.events.base import REGISTRY
from foundation.outbox.models import Delivery, EventRecord
from foundation.outbox.rules import MAX_ATTEMPTS, MAX_STARTS
from foundation.outbox.selectors import pending_count, stuck_count


@event("tests.bridge_crossed.v1")
class BridgeCrossed(Event):
    bridge_id: UUID
    walker_ids: list[UUID]
    crossed_at: datetime
    names: dict[str, str]
    steps: int


pytestmark = pytest.mark.usefixtures("stopped_clock")
HAPPENED = BridgeCrossed(
    bridge_id=new_id(),
    walker_ids=[new_id(), new_id()],
    crossed_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
    names={"ar": "جسر"},
    steps=3,
)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Event]]:
    """A subscriber that notes what it hears; `failing` in it makes it fail after it has written."""
    heard: list[Event] = []
    monkeypatch.setattr(registry, "_BY_EVENT", {})
    monkeypatch.setattr(registry, "_BY_NAME", {})

    @subscribe(BridgeCrossed, queue="bulk")
    def listen(happening: BridgeCrossed) -> None:
        EventRecord.objects.create(name="tests.written", payload={})
        heard.append(happening)
        if happening.steps == 13:
            raise ValueError("Amina's secret")

    yield heard
    REGISTRY.pop("tests.other", None)


def published(happening: Event = HAPPENED) -> Delivery:
    with transaction.atomic():
        publish(happening)
    return Delivery.objects.get()


@pytest.mark.django_db(transaction=True)
def test_publishing_needs_a_transaction(heard: list[Event]) -> None:
    with pytest.raises(RuntimeError):
        publish(HAPPENED)
    assert EventRecord.objects.count() == 0


@pytest.mark.django_db
def test_an_event_survives_the_way_through_json(heard: list[Event]) -> None:
    delivery = published()
    assert (delivery.subscriber, delivery.queue) == ("tests.foundation.outbox.test_services.listen", "bulk")
    assert services.deliver(delivery_id=delivery.id) is True
    assert heard == [HAPPENED]


@pytest.mark.django_db
def test_a_second_delivery_finds_it_done(heard: list[Event]) -> None:
    delivery = published()
    assert [services.deliver(delivery_id=delivery.id) for _ in range(3)] == [True, False, False]
    assert len(heard) == 1
    assert EventRecord.objects.filter(name="tests.written").count() == 1


@pytest.mark.django_db
def test_a_failure_undoes_what_was_written_and_waits(heard: list[Event]) -> None:
    delivery = published(_unlucky())
    with pytest.raises(ValueError, match="secret"):
        services.deliver(delivery_id=delivery.id)
    delivery.refresh_from_db()
    assert EventRecord.objects.filter(name="tests.written").count() == 0
    assert (delivery.attempts, delivery.done_at, delivery.stuck_at) == (1, None, None)
    assert delivery.due_at > now()
    assert "ValueError" in delivery.error
    assert "secret" not in delivery.error


@pytest.mark.django_db
def test_asks_that_queued_up_before_a_failure_are_passed_over(heard: list[Event]) -> None:
    delivery = published(_unlucky())
    with pytest.raises(ValueError, match="secret"):
        services.deliver(delivery_id=delivery.id, attempts=0)
    assert [services.deliver(delivery_id=delivery.id, attempts=0) for _ in range(9)] == [False] * 9
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.stuck_at, len(heard)) == (1, None, 1)
    with pytest.raises(ValueError, match="secret"):
        services.deliver(delivery_id=delivery.id, attempts=1)


@pytest.mark.django_db
def test_after_the_last_attempt_it_stays_until_someone_tries_again(heard: list[Event]) -> None:
    delivery = published(_unlucky())
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(ValueError, match="secret"):
            services.deliver(delivery_id=delivery.id)
    assert (pending_count(), stuck_count()) == (0, 1)
    assert services.sweep() == 0
    assert services.try_again(delivery_ids=[delivery.id]) == 1
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.stuck_at, pending_count(), stuck_count()) == (0, None, 1, 0)


@pytest.mark.django_db
def test_a_delivery_that_kills_its_worker_ends_too(heard: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> bool:
        raise SystemExit  # what no handler of ours notes

    delivery = published()
    with monkeypatch.context() as patch:
        patch.setattr(services, "_deliver_locked", killed)
        for _ in range(MAX_STARTS):
            with pytest.raises(SystemExit):
                services.deliver(delivery_id=delivery.id, attempts=0, again=True)
    assert services.deliver(delivery_id=delivery.id, attempts=0, again=True) is False
    delivery.refresh_from_db()
    assert (heard, delivery.attempts, delivery.error, stuck_count()) == ([], 0, "interrupted", 1)
    services.try_again(delivery_ids=[delivery.id])
    assert services.deliver(delivery_id=delivery.id, attempts=0, again=True) is True


@pytest.mark.django_db
def test_an_ask_from_before_a_failure_is_not_counted(heard: list[Event]) -> None:
    delivery = published(_unlucky())
    with pytest.raises(ValueError, match="secret"):
        services.deliver(delivery_id=delivery.id, attempts=0)
    assert services.deliver(delivery_id=delivery.id, attempts=0, again=True) is False
    delivery.refresh_from_db()
    assert (delivery.starts, delivery.attempts) == (0, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "starts"), [({}, 0), ({"again": True}, 1), ({"redelivered": True}, 1)])
def test_the_task_knows_that_it_was_asked_before(heard: list[Event], given: dict[str, bool], starts: int) -> None:
    delivery = published()
    ids = {"delivery_id": str(delivery.id), "attempts": 0, **({"again": True} if "again" in given else {})}
    tasks.deliver.push_request(delivery_info={"redelivered": given.get("redelivered", False)})
    try:
        tasks.deliver.run(**ids)
    finally:
        tasks.deliver.pop_request()
    delivery.refresh_from_db()
    assert (delivery.starts, delivery.done_at is not None) == (starts, True)


@pytest.mark.django_db
def test_the_sweep_asks_for_what_is_due_and_for_nothing_else(
    heard: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(services, "send", lambda task, queue, ids: asked.append((task, queue, ids)) or True)
    delivery = published()
    assert (services.sweep(), services.sweep()) == (1, 0)
    assert asked == [("outbox.deliver", "bulk", {"delivery_id": str(delivery.id), "attempts": 0, "again": True})]
    Delivery.objects.update(due_at=now() - timedelta(seconds=1), done_at=now())
    assert services.sweep() == 0


@pytest.mark.django_db
def test_a_process_that_may_not_publish_leaves_it_to_the_sweep(heard: list[Event], settings: Any) -> None:
    settings.OUTBOX_PUBLISH = False
    delivery = published()
    assert delivery.due_at <= now()
    assert services.send("outbox.deliver", "bulk", {}) is False


@pytest.mark.django_db
def test_old_events_are_forgotten_once_delivered(heard: list[Event]) -> None:
    delivery = published()
    EventRecord.objects.update(created_at=now() - timedelta(days=100))
    assert services.forget_delivered() == 0
    Delivery.objects.filter(id=delivery.id).update(done_at=now())
    assert services.forget_delivered() == 1
    assert Delivery.objects.count() == 0


def _unlucky() -> BridgeCrossed:
    return BridgeCrossed.read(HAPPENED.payload() | {"steps": 13})
