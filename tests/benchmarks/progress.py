"""`python -m tests.benchmarks.progress`: phones hand in their logs, beside a raw `COPY` of the very rows that this wrote."""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psycopg

from tests.benchmarks import copying, stage
from tests.benchmarks.house import clients
from tests.benchmarks.load import Slice, drive
from tests.benchmarks.reporting import Measure, report
from tests.services import free_port

ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "8"))
SECONDS = 1.0
LOG, PROGRESS = ("enrolment_progressevent",), ("enrolment_lessonprogress",)


@dataclass(frozen=True, slots=True)
class Round:
    """`copied` are the seconds of a `COPY` of all rows, `copied_log` those of the log's alone."""

    seen: Slice
    events: int
    copied: float
    copied_log: float

    @property
    def rate(self) -> float:
        return self.events / self.seen.seconds


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder, stage.database(Path(folder)) as url:
        stage.environment(url, folder)
        port = free_port()
        plan, queries = _load(port)
        with (
            stage.web(Path(folder), port),
            clients(port, {"logs": plan}) as pool,
            psycopg.connect(url, autocommit=True) as database,
        ):
            _round(pool, database, 2.0)
            rounds = [_told(_round(pool, database, SECONDS)) for _ in range(ROUNDS)]
    if sum(len(one.seen.took) for one in rounds) > len(plan) * 0.9:
        raise RuntimeError("The phones have told everything: load more of them.")
    return report("progress", list(_measures(rounds, queries)))


def _load(port: int) -> tuple[list[bytes], int]:
    """The batches, and how many statements one sends to the database."""
    from django.db import connection

    stage.set_up()
    from tests.benchmarks import phones
    from tests.benchmarks.counting import statements

    batches = phones.requests(phones.load(), port)
    queries = statements(batches[-2:])
    connection.close()
    return batches, queries


def _round(pool: ProcessPoolExecutor, database: psycopg.Connection, seconds: float) -> Round:
    since = copying.present(database)
    seen = pool.submit(drive, "logs", seconds).result()
    if seen.failures:
        raise RuntimeError(f"{len(seen.failures)} failures, such as {seen.failures[0]}")
    until = copying.present(database)
    log = copying.take_out(database, LOG, since, until)
    progress = copying.take_out(database, PROGRESS, since, until)
    copied_log = copying.put_back(database, log, LOG)
    copied = copied_log + copying.put_back(database, progress, PROGRESS)
    database.execute("VACUUM ANALYZE enrolment_enrolment")
    return Round(seen, len(seen.took) * 100, copied, copied_log)


def _told(one: Round) -> Round:
    print(f"{one.rate:>9,.0f} events/s, {one.copied / one.seen.seconds:.1%} of COPY", flush=True)
    return one


def _measures(rounds: list[Round], queries: int) -> Iterator[Measure]:
    rate = median(one.rate for one in rounds)
    yield Measure(name="events", value=round(rate), unit="events/s", must=12_000, aim=25_000, ok=rate >= 12_000)
    share = median(one.copied / one.seen.seconds for one in rounds) * 100
    yield Measure(name="of COPY of the same rows", value=round(share, 1), unit="%", must=8, aim=15, ok=share >= 8)
    of_log = median(one.copied_log / one.seen.seconds for one in rounds) * 100
    yield Measure(name="of COPY of the log alone", value=round(of_log, 1), unit="%")
    took = [seconds for one in rounds for seconds in one.seen.took]
    yield Measure(name="p95 of a batch", value=round(quantiles(took, n=20)[-1] * 1000, 1), unit="ms")
    yield Measure(name="statements a batch", value=queries, unit="statements")


if __name__ == "__main__":
    sys.exit(main())
