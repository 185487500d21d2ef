"""Jobs that fail, are killed, cancelled or tried again."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from foundation.audit.models import Record
from foundation.batches import services
from foundation.batches.enums import BatchStatus
from foundation.batches.errors import BatchOver, Hopeless, NotCancellable, NothingToRetry
from foundation.batches.models import Batch, BatchRow
from foundation.batches.rules import LEASE, MAX_FAILURES, MAX_STARTS, wait_after
from foundation.batches.services import Chunk, running
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound
from tests.factories.accounts import PersonFactory
from tests.factories.batches import CHUNK, carry, carrying, fall_due, outcomes_of, run
from tests.factories.programmes import office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
Jobs = Callable[..., None]


def failing(batch: Batch) -> Iterator[Chunk]:
    """Writes, and then fails."""
    BatchRow.objects.filter(batch=batch).update(outcome="carried")
    yield Chunk(1 // 0)


def test_a_failure_undoes_its_chunk_and_waits(job: Jobs) -> None:
    job(work=failing)
    batch = run(carrying(5))
    assert (batch.status, batch.failures, outcomes_of(batch)) == (BatchStatus.RUNNING, 1, {"": 5})
    assert batch.error.startswith("ZeroDivisionError at ")
    assert batch.due_at == now() + wait_after(1)
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
    assert batch.due_at == now() + LEASE
    fall_due(batch)
    assert services.sweep() == 1
    assert run(batch).status == BatchStatus.DONE


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
