from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.audit.models import Record
from foundation.batches import services, tasks
from foundation.batches.enums import BatchStatus
from foundation.batches.errors import BatchOver, Hopeless, NotCancellable, NothingToRetry
from foundation.batches.models import Batch, BatchRow
from foundation.batches.rules import LEASE, MAX_FAILURES, MAX_STARTS
from foundation.batches.services import Chunk, running, starting
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound
from tests.factories.accounts import PersonFactory
from tests.factories.batches import CHUNK, HEAVY, KIND, carry, carrying, outcomes_of
from tests.factories.programmes import office

pytestmark = pytest.mark.django_db
Jobs = Callable[..., None]


def run(batch: Batch, **given: Any) -> Batch:
    """As the task does, with what it raises swallowed as Celery would."""
    with suppress(ZeroDivisionError):
        services.run(batch_id=batch.pk, **given)
    batch.refresh_from_db()
    return batch


def fall_due(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(due_at=now() - timedelta(seconds=1))


def failing(batch: Batch) -> Iterator[Chunk]:
    """Writes, and then fails."""
    BatchRow.objects.filter(batch=batch).update(outcome="carried")
    yield Chunk(1 // 0)


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
    assert run(services.start(kind=KIND, owner_id=None)).done == chunks


def test_a_total_may_become_known_on_the_way(job: Jobs) -> None:
    def reading(batch: Batch) -> Iterator[Chunk]:
        yield Chunk(2, {"read": 2}, total=7)
        yield Chunk(5, {"read": 5})

    job(work=reading)
    batch = run(services.start(kind=KIND, owner_id=None))
    assert (batch.total, batch.done, batch.counts) == (7, 7, {"read": 7})


def test_a_failure_undoes_its_chunk_and_waits(job: Jobs) -> None:
    job(work=failing)
    batch = run(carrying(5))
    assert (batch.status, batch.failures, outcomes_of(batch)) == (BatchStatus.RUNNING, 1, {"": 5})
    assert batch.error.startswith("ZeroDivisionError at ")
    assert batch.due_at > now() + timedelta(seconds=1)
    assert run(batch).failures == 1  # its pause is not over


def test_it_goes_on_where_it_stopped(job: Jobs) -> None:
    def stumbling(batch: Batch) -> Iterator[Chunk]:
        for chunk in carry(batch):
            if batch.done == CHUNK and not batch.failures:
                raise ZeroDivisionError
            yield chunk

    job(work=stumbling)
    batch = run(carrying(25))
    assert (batch.done, batch.failures, batch.counts, outcomes_of(batch)) == (
        10,
        1,
        {"carried": 10},
        {"carried": 10, "": 15},
    )
    fall_due(batch)
    run(batch)
    assert (batch.status, batch.done, batch.failures, batch.counts) == (BatchStatus.DONE, 25, 0, {"carried": 25})


def test_it_gives_up_after_five_failures(job: Jobs) -> None:
    ended: list[str] = []
    job(work=failing, give_up=lambda batch: ended.append(batch.problem))
    batch = carrying(5)
    for _ in range(MAX_FAILURES):
        fall_due(batch)
        assert run(batch).starts <= MAX_FAILURES
    assert (batch.status, batch.problem, ended) == (BatchStatus.FAILED, "failures", ["failures"])
    assert batch.finished_at is not None


def test_what_fails_while_giving_up_ends_it_all_the_same(job: Jobs) -> None:
    def last_word(batch: Batch) -> None:
        BatchRow.objects.all().delete()
        raise ZeroDivisionError

    def hopeless(batch: Batch) -> Iterator[Chunk]:
        raise Hopeless("unreadable")
        yield

    job(work=hopeless, give_up=last_word)
    batch = run(carrying(5))
    assert (batch.status, batch.problem, outcomes_of(batch)) == (BatchStatus.FAILED, "unreadable", {"": 5})


def test_a_failure_at_the_end_is_one_like_any(job: Jobs) -> None:
    job(finish=lambda batch: 1 // 0)
    batch = run(carrying(5))
    assert (batch.status, batch.done, batch.failures, batch.finished_at) == (BatchStatus.RUNNING, 5, 1, None)
    job()
    fall_due(batch)
    assert run(batch).status == BatchStatus.DONE


def killed(batch: Batch) -> None:
    """The worker dies in the chunk: nothing is noted, and its transaction is undone."""
    with pytest.raises(SystemExit):
        services.run(batch_id=batch.pk)
    batch.refresh_from_db()


def dying(batch: Batch) -> Iterator[Chunk]:
    BatchRow.objects.filter(batch=batch).update(outcome="carried")
    raise SystemExit
    yield


def test_what_kills_its_worker_ends_too(job: Jobs) -> None:
    ended: list[str] = []
    job(work=dying, give_up=lambda batch: ended.append(batch.problem))
    batch = carrying(5)
    for _ in range(MAX_STARTS):
        killed(batch)
        fall_due(batch)
    assert (batch.starts, batch.failures, outcomes_of(batch)) == (MAX_STARTS, 0, {"": 5})
    run(batch)
    assert (batch.status, ended) == (BatchStatus.FAILED, ["interrupted"])


def test_after_a_kill_another_takes_over_when_the_lease_is_over(job: Jobs) -> None:
    job(work=dying)
    batch = carrying(5)
    killed(batch)
    job()
    assert run(batch).done == 0
    assert now() < batch.due_at <= now() + LEASE
    fall_due(batch)
    assert services.sweep() == 1
    assert run(batch).status == BatchStatus.DONE


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


def test_cancelling_stops_it_and_keeps_what_was_done(job: Jobs) -> None:
    ended: list[str] = []
    owner = PersonFactory()

    job(give_up=lambda batch: ended.append(batch.status))
    batch = carrying(25, owner_id=owner.pk)
    with transaction.atomic():
        running._advance(batch, next(carry(batch)))
    services.cancel(actor=owner, batch_id=batch.pk)
    again = services.cancel(actor=owner, batch_id=batch.pk)
    run(batch)
    assert (again.status, batch.status, batch.done, ended) == ("cancelled", "cancelled", 10, ["cancelled"])
    assert outcomes_of(batch) == {"carried": 10, "": 15}
    assert [(row.action, row.actor_id) for row in Record.objects.all()] == [("batch.cancelled", owner.pk)]


def test_not_everything_can_be_cancelled(job: Jobs) -> None:
    owner = PersonFactory()
    over, running_on = run(carrying(1, owner_id=owner.pk)), carrying(1, owner_id=owner.pk)
    job(cancellable=False)
    for batch, refusal in ((over, BatchOver), (running_on, NotCancellable)):
        with pytest.raises(refusal):
            services.cancel(actor=owner, batch_id=batch.pk)
    with pytest.raises(NotFound):
        services.cancel(actor=PersonFactory(), batch_id=running_on.pk)
    assert Batch.objects.get(pk=running_on.pk).status == BatchStatus.QUEUED


def test_only_the_rows_that_failed_are_tried_again(job: Jobs) -> None:
    owner = PersonFactory()
    job(retriable=True)
    batch = run(carrying(25, owner_id=owner.pk, params={"heavy": [3, 12]}))
    Batch.objects.filter(pk=batch.pk).update(params={"heavy": [12]})
    services.retry(actor=owner, batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.done, batch.counts, outcomes_of(batch)) == (
        "queued",
        23,
        {"carried": 23},
        {"carried": 23, "": 2},
    )
    run(batch)
    assert (batch.status, batch.done, batch.counts) == ("done", 25, {"carried": 24, "failed": 1})
    assert [row.action for row in Record.objects.all()] == ["batch.retried"]


def test_a_batch_that_gave_up_goes_on(job: Jobs) -> None:
    owner = office()
    job(work=failing, retriable=True)
    batch = carrying(5)
    for _ in range(MAX_FAILURES):
        fall_due(batch)
        run(batch)
    job(retriable=True)
    services.retry(actor=owner, batch_id=batch.pk)
    run(batch)
    assert (batch.status, batch.done, batch.problem, batch.error) == ("done", 5, "", "")


@pytest.mark.parametrize("case", ["not retriable", "nothing failed", "cancelled", "under way"])
def test_there_may_be_nothing_to_try_again(job: Jobs, case: str) -> None:
    owner = PersonFactory()
    job(retriable=case != "not retriable")
    batch = carrying(3, owner_id=owner.pk, params={"heavy": [1] if case == "not retriable" else []})
    if case == "cancelled":
        services.cancel(actor=owner, batch_id=batch.pk)
    elif case != "under way":
        run(batch)
    before = outcomes_of(batch)
    with pytest.raises(NothingToRetry):
        services.retry(actor=owner, batch_id=batch.pk)
    assert outcomes_of(batch) == before


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
