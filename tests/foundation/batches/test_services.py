from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.batches import services, tasks
from foundation.batches.enums import BatchStatus
from foundation.batches.models import Batch, BatchRow
from foundation.batches.rules import MAX_FAILURES, STRETCH
from foundation.batches.services import Chunk, running, starting
from foundation.kernel.clock import now
from tests.factories.batches import CHUNK, HEAVY, KIND, carrying, fall_due, outcomes_of, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
Jobs = Callable[..., None]


def test_a_job_is_done_chunk_after_chunk(job: Jobs) -> None:
    ended: list[str] = []
    job(finish=lambda batch: ended.append(batch.status))
    batch = carrying(25, params={"heavy": [3, 12]})
    assert (batch.status, batch.total, outcomes_of(batch)) == ("queued", 25, {"": 25})
    run(batch)
    assert (batch.status, batch.done, batch.total) == (BatchStatus.DONE, 25, 25)
    assert batch.counts == {"carried": 23, "failed": 2} == outcomes_of(batch)
    assert (batch.runner, batch.starts, ended) == (None, 0, ["done"])
    assert batch.started_at <= batch.finished_at
    assert BatchRow.objects.get(batch=batch, number=12).messages == [HEAVY]


def test_it_asks_once_the_callers_work_is_committed(
    job: Jobs, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(starting, "ask", lambda task, **ids: asked.append((task, ids)))
    batch = carrying(1)
    assert asked == [("batches.run", {"batch_id": batch.pk})]


def test_running_it_again_does_nothing(job: Jobs) -> None:
    batch = run(carrying(5))
    finished = batch.finished_at
    run(batch)
    assert (batch.finished_at, batch.done, batch.starts) == (finished, 5, 0)


@pytest.mark.parametrize(("size", "locks"), [(CHUNK, 3), (3 * CHUNK, 5)])
def test_a_chunk_costs_two_statements_beside_its_own(job: Jobs, size: int, locks: int) -> None:
    """The lock and the progress; and once a run the claim and the end."""
    batch = carrying(size)
    with CaptureQueriesContext(connection) as made:
        services.run(batch_id=batch.pk)
    verbs = Counter(query["sql"].split()[0] for query in made if '"batches_batch"' in query["sql"])
    assert verbs == {"SELECT": locks, "UPDATE": locks}


def test_after_a_while_it_asks_for_the_next_runner(job: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    batch = carrying(25)
    monkeypatch.setattr(starting, "ask", lambda task, **ids: asked.append((task, ids)))
    run(batch, stretch=0)
    assert (batch.status, batch.done, batch.runner) == (BatchStatus.RUNNING, CHUNK, None)
    assert asked == [("batches.run", {"batch_id": batch.pk})]
    assert run(batch).status == BatchStatus.DONE


@pytest.mark.parametrize(("beginning", "chunks"), [(0, 6), (2, 6), (4, 11), (12, 31), (99, 201)])
def test_what_takes_long_to_open_is_gone_on_with_for_longer(
    job: Jobs, monkeypatch: pytest.MonkeyPatch, beginning: int, chunks: int
) -> None:
    """Five seconds behind the first chunk, and as many times more as that took longer than a chunk should."""
    clock = [100.0]

    def reading(batch: Batch) -> Iterator[Chunk]:
        clock[0] += beginning
        yield Chunk(1)
        while True:
            clock[0] += 1
            yield Chunk(1)

    job(work=reading)
    monkeypatch.setattr(running, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    assert run(services.start(kind=KIND, owner_id=None), stretch=STRETCH).done == chunks


def test_a_total_may_become_known_on_the_way(job: Jobs) -> None:
    def reading(batch: Batch) -> Iterator[Chunk]:
        yield Chunk(2, {"read": 2}, total=7)
        yield Chunk(5, {"read": 5})

    job(work=reading)
    batch = run(services.start(kind=KIND, owner_id=None))
    assert (batch.total, batch.done, batch.counts) == (7, 7, {"read": 7})


def test_the_sweep_asks_for_what_is_due_and_for_nothing_else(job: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(running, "send", lambda task, queue, ids: asked.append((task, ids)) or True)
    lost, waiting, over = carrying(1), carrying(1), run(carrying(1))
    fall_due(lost)
    fall_due(over)
    Batch.objects.filter(pk=waiting.pk).update(due_at=now() + timedelta(minutes=1))
    assert (services.sweep(), services.sweep()) == (1, 0)
    assert asked == [("batches.run", {"batch_id": str(lost.pk)})]


def test_the_sweep_stops_asking_when_nobody_hears(job: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "send", lambda *_: False)
    for batch in (carrying(1), carrying(1)):
        fall_due(batch)
    tasks.sweep(from_a_later_release=True)
    assert Batch.objects.filter(due_at__gt=now()).count() == 2


def test_where_the_web_may_not_publish_the_sweep_finds_it_at_once(job: Jobs, settings: Any) -> None:
    settings.OUTBOX_PUBLISH = False
    assert carrying(1).due_at <= now()


def test_a_kind_that_nobody_registered_fails_in_the_end(job: Jobs) -> None:
    batch = carrying(1, kind="tests.unknown")
    for _ in range(MAX_FAILURES):
        fall_due(batch)
        with pytest.raises(LookupError):
            services.run(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.problem) == (BatchStatus.FAILED, "failures")


def test_rows_are_forgotten_and_counts_stay(job: Jobs) -> None:
    old, fresh, going = run(carrying(2)), run(carrying(2)), carrying(2)
    Batch.objects.filter(pk=old.pk).update(finished_at=now() - timedelta(days=91))
    tasks.forget_rows()
    assert [outcomes_of(batch) for batch in (old, fresh, going)] == [{}, {"carried": 2}, {"": 2}]
    assert Batch.objects.get(pk=old.pk).counts == {"carried": 2}


def test_the_task_runs_the_batch(job: Jobs) -> None:
    batch = carrying(5)
    tasks.run(batch_id=str(batch.pk), from_a_later_release=True)
    assert outcomes_of(batch) == {"carried": 5}
