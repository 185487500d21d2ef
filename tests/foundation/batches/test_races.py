"""Many at one batch, with real threads and a real PostgreSQL."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection

from foundation.audit.models import Record
from foundation.batches import services
from foundation.batches.models import Batch
from foundation.batches.services import Chunk, running
from foundation.kernel.clock import now
from tests.factories.accounts import PersonFactory
from tests.factories.batches import carry, carrying, outcomes_of
from tests.racing import until_somebody_waits
from tests.services import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
Jobs = Callable[..., None]


class Gate:
    """A job that says when it is within its first chunk, and waits there until it is let go."""

    def __init__(self) -> None:
        self.within, self.open = threading.Event(), threading.Event()
        self.begun = 0

    def work(self, batch: Batch) -> Iterator[Chunk]:
        self.begun += 1
        self.within.set()
        assert self.open.wait(PATIENCE)
        yield from carry(batch)


def apart(deed: Callable[[], object]) -> threading.Thread:
    """In a thread and on a connection of its own."""

    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def overdue(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(due_at=now() - timedelta(seconds=1))


def test_eight_runners_and_a_sweep_do_each_row_once(job: Jobs) -> None:
    chunks: Counter[int] = Counter()

    def counted(batch: Batch) -> Iterator[Chunk]:
        for chunk in carry(batch):
            chunks[batch.done] += 1
            yield chunk

    job(work=counted)
    batch = carrying(200)
    start = threading.Barrier(9)

    def go() -> None:
        start.wait(PATIENCE)
        services.run(batch_id=batch.pk)
        services.sweep()
        services.run(batch_id=batch.pk)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        runners = [pool.submit(go) for _ in range(8)]
        start.wait(PATIENCE)
        [runner.result() for runner in runners]
    batch.refresh_from_db()
    assert (batch.status, batch.done, batch.counts) == ("done", 200, {"carried": 200})
    assert chunks == dict.fromkeys(range(0, 200, 10), 1)


def test_a_slow_chunk_is_not_doubled(job: Jobs) -> None:
    gate = Gate()
    job(work=gate.work)
    batch = carrying(5)
    runner = apart(lambda: services.run(batch_id=batch.pk))
    assert gate.within.wait(PATIENCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "now", lambda: now() + timedelta(hours=1))  # its lease is long over
        assert services.sweep() == 0
        services.run(batch_id=batch.pk)
    gate.open.set()
    runner.join(PATIENCE)
    batch.refresh_from_db()
    assert (batch.status, batch.done, gate.begun) == ("done", 5, 1)


def test_who_lost_the_batch_between_two_chunks_leaves_it(job: Jobs) -> None:
    slept, go_on = threading.Event(), threading.Event()
    done: list[int] = []

    def dozing(batch: Batch) -> Iterator[Chunk]:
        for chunk in carry(batch):
            done.append(chunk.count)
            yield chunk

    job(work=dozing)
    batch = carrying(30)
    holds = running._is_held

    def slow(held: Batch, runner: object) -> bool:
        """The first runner falls asleep after its first chunk, with no lock held."""
        if held.done == 10 and not slept.is_set():
            slept.set()
            assert go_on.wait(PATIENCE)
        return holds(held, runner)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "_is_held", slow)
        runner = apart(lambda: services.run(batch_id=batch.pk))
        assert slept.wait(PATIENCE)
        overdue(batch)
        services.run(batch_id=batch.pk)
        go_on.set()
        runner.join(PATIENCE)
    batch.refresh_from_db()
    assert (batch.status, batch.done, done) == ("done", 30, [10, 10, 10])


def test_cancelling_waits_for_the_chunk_and_keeps_it(job: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner is slow to begin its second chunk: else it might be done before the canceller wakes up."""
    gate, over, holds = Gate(), threading.Event(), running._is_held
    monkeypatch.setattr(
        running, "_is_held", lambda held, runner: (not held.done or over.wait(PATIENCE)) and holds(held, runner)
    )
    job(work=gate.work)
    owner = PersonFactory()
    batch = carrying(25, owner_id=owner.pk)
    runner = apart(lambda: services.run(batch_id=batch.pk))
    assert gate.within.wait(PATIENCE)
    canceller = apart(lambda: services.cancel(actor=owner, batch_id=batch.pk))
    until_somebody_waits()
    gate.open.set()
    canceller.join(PATIENCE)
    over.set()
    runner.join(PATIENCE)
    batch.refresh_from_db()
    assert (batch.status, batch.done, outcomes_of(batch)) == ("cancelled", 10, {"carried": 10, "": 15})


def test_it_is_retried_once(job: Jobs) -> None:
    job(retriable=True)
    owner = PersonFactory()
    batch = carrying(10, owner_id=owner.pk, params={"heavy": [1]})
    services.run(batch_id=batch.pk)

    def retry() -> None:
        with suppress(services.ending.NothingToRetry):
            services.retry(actor=owner, batch_id=batch.pk)

    for thread in [apart(retry) for _ in range(4)]:
        thread.join(PATIENCE)
    batch.refresh_from_db()
    assert (batch.status, batch.done, Record.objects.count()) == ("queued", 9, 1)


def test_progress_never_goes_back(job: Jobs) -> None:
    """Read from elsewhere all along, while chunks fail and runners take turns."""
    seen: list[int] = []
    over = threading.Event()

    def stumbling(batch: Batch) -> Iterator[Chunk]:
        for chunk in carry(batch):
            if batch.done % 30 == 20 and not batch.failures:
                raise ZeroDivisionError
            yield chunk

    job(work=stumbling)
    batch = carrying(200)

    def watch() -> None:
        while not over.is_set():
            seen.append(Batch.objects.values_list("done", flat=True).get(pk=batch.pk))

    watcher = apart(watch)
    for _ in range(40):
        overdue(batch)
        with suppress(ZeroDivisionError):
            services.run(batch_id=batch.pk)
    over.set()
    watcher.join(PATIENCE)
    batch.refresh_from_db()
    assert (batch.status, batch.done, batch.counts) == ("done", 200, {"carried": 200})
    assert seen == sorted(seen)
