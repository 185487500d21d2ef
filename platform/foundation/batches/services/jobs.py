"""What a job is, and the register of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.batches.policies import let_see
from foundation.kernel.errors import Words


def nothing(batch: Batch) -> None:
    """What most jobs do at their end."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """`count` rows further, with these outcomes; a `total` that has become known replaces the batch's."""

    count: int
    outcomes: Mapping[str, int] = field(default_factory=dict)
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`work(batch)` is a generator that goes on from what `batch` says is done, in chunks of two seconds at most. Each step
    to its next `yield` runs in a transaction of its own, the batch's row locked: it writes what it did and yields the chunk,
    or both are undone. After an exception, or a killed worker, it is begun anew from the last chunk; so it keeps no cursor
    open and nothing in mind that it could not read again.

    `finish` and `give_up` run in the transaction that marks the batch done, or failed or cancelled. `rows(batch, actor)` gives
    the rows where the job has a table of its own for them, with `number`, `outcome` and the `messages` that this actor may
    read; else they are `BatchRow`s. `sees` says who may follow it, stop it and begin it again, where that isn't whoever began
    it: what is several people's, or goes with a grant. `words` has a text for each code in messages, with `%(read)s` and
    `%(expected)s` if it likes; `named` gives the message with names for what is a code in these. A `retriable` job does the
    waiting rows when it is begun again.
    """

    kind: str
    work: Callable[[Batch], Iterator[Chunk]]
    finish: Callable[[Batch], None] = nothing
    give_up: Callable[[Batch], None] = nothing
    rows: Callable[[Batch, User], QuerySet[Any, Any]] | None = None
    sees: Callable[[User, Batch], bool] | None = None
    words: Mapping[str, Words] = field(default_factory=dict)
    named: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    cancellable: bool = True
    retriable: bool = False


_JOBS: dict[str, Job] = {}


def register(job: Job) -> None:
    """Once, in the `ready()` of the app whose job it is."""
    _JOBS[job.kind] = job
    let_see(job.kind, job.sees)


def job_of(batch: Batch) -> Job:
    """Raise `LookupError` for a kind that no longer exists, or does not yet in this process."""
    return _JOBS[batch.kind]


def words_of(kind: str, message: Mapping[str, Any]) -> str:
    """A row's message in the reader's language; "" for one that its job has no words for."""
    job = _JOBS.get(kind)
    words = job.words.get(message["code"]) if job else None
    return str(words) % job.named({"field": "", "read": "", "expected": "", **message}) if job and words else ""
