"""`python -m tests.benchmarks.rosters`: lists of 1,000, 10,000 and 100,000 rows from the upload to the last notice, beside a
raw `COPY` of all the rows that this wrote; and what others notice of it meanwhile."""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep

import psycopg

from tests.benchmarks import copying, passers, stage
from tests.benchmarks.coordinating import Coordinator
from tests.benchmarks.lists import good_rows, list_of
from tests.benchmarks.reporting import Measure, at_most, report
from tests.services import free_port, redis_server

SMALL, MIDDLE, LARGE = (int(size) for size in os.environ.get("JISR_BENCH_ROWS", "1000,10000,100000").split(","))
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "5"))
UNDERWAY = "SELECT count(*) FROM outbox_delivery WHERE done_at IS NULL AND stuck_at IS NULL"
COUNTED = """
      WITH here AS (SELECT person_id FROM programmes_membership WHERE cohort_id = %(cohort)s)
    SELECT (SELECT count(*) FROM enrolment_enrolment e WHERE e.person_id IN (SELECT person_id FROM here)),
           (SELECT count(*) FROM notifications_notification n WHERE n.person_id IN (SELECT person_id FROM here))
"""
QUIET = 3.0  # seconds before a round in which the others have the house to themselves


@dataclass(frozen=True, slots=True)
class Round:
    rows: int
    answered: float
    previewed: float
    applied: float
    copied: float
    copied_applying: float
    again: float
    memory: float
    calm_p95: float
    busy_p95: float

    @property
    def whole(self) -> float:
        return self.previewed + self.applied


class Bench:
    def __init__(self, port: int, workers: list[int], pool: ProcessPoolExecutor, url: str, token: str) -> None:
        self.coordinator = Coordinator(port, token)
        self.workers, self.pool = workers, pool
        self.database = psycopg.connect(url, autocommit=True)
        self.lists = 0

    def round(self, rows: int) -> Round:
        from tests.benchmarks import learners

        self.lists += 1
        cohort, data = learners.cohort(rows), list_of(rows, self.lists)
        calm = self._others_alone()
        since = copying.present(self.database)
        began = perf_counter()
        roster = self.coordinator.upload(cohort, data)
        answered = perf_counter() - began
        roster = self.coordinator.once(roster, "previewed")
        previewed = perf_counter() - began
        self.coordinator.apply(roster)
        self.coordinator.once(roster, "applied")
        self._all_told(cohort, good_rows(rows))
        applied = perf_counter() - began - previewed
        busy, refused = self.pool.submit(passers.told).result()
        if refused:
            raise RuntimeError(f"{refused} of the others' requests failed")
        until = copying.present(self.database)
        again = self._again(cohort, data)
        memory = stage.peak_memory(self.workers)
        return Round(
            rows, answered, previewed, applied, *self._floor(since, until), again, memory,
            _p95(calm), _p95(busy),
        )  # fmt: skip

    def _others_alone(self) -> list[float]:
        self.pool.submit(passers.told).result()
        sleep(QUIET)
        return self.pool.submit(passers.told).result()[0]

    def _all_told(self, cohort: str, good: int) -> None:
        """Everybody has her enrolment and her notice, and nothing is on its way."""
        while self.database.execute(UNDERWAY).fetchone() != (0,):
            sleep(0.02)
        counted = self.database.execute(COUNTED, {"cohort": cohort}).fetchone()
        if counted != (good, good):
            raise RuntimeError(f"{good} learners have {counted} enrolments and notices")

    def _floor(self, since: int, until: int) -> tuple[float, float]:
        """Seconds of a `COPY` of all that was written, and of what applying wrote of it."""
        tables = [*copying.PEOPLE, *copying.BESIDE]
        rows = copying.take_out(self.database, copying.ROWS, since, until)
        others = copying.take_out(self.database, tables, since, until)
        of_applying = copying.put_back(self.database, others, tables)
        return of_applying + copying.put_back(self.database, rows, copying.ROWS), of_applying

    def _again(self, cohort: str, data: bytes) -> float:
        """The unchanged file, uploaded, previewed and applied."""
        began = perf_counter()
        roster = self.coordinator.once(self.coordinator.upload(cohort, data), "previewed")
        self.coordinator.once(self.coordinator.apply(roster), "applied")
        return perf_counter() - began


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000


def main() -> int:
    with staged() as bench:
        bench.round(SMALL)
        rounds = {MIDDLE: [told(bench.round(MIDDLE)) for _ in range(ROUNDS)], SMALL: [told(bench.round(SMALL))]}
        rounds[LARGE] = [told(bench.round(LARGE))]
    return report("rosters", list(_measures(rounds)))


def told(seen: Round) -> Round:
    print(
        f"{seen.rows:>7} rows: preview {seen.previewed:.2f} s, apply {seen.applied:.2f} s, COPY {seen.copied:.2f} s "
        f"({seen.copied_applying:.2f} s), again {seen.again:.2f} s, {seen.memory:.0f} MB, "
        f"others {seen.calm_p95:.1f} → {seen.busy_p95:.1f} ms",
        flush=True,
    )
    return seen


@contextmanager
def staged() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as name, redis_server() as redis:
        folder = Path(name)
        with stage.database(folder) as url:
            stage.environment(url, name, redis)
            stage.set_up()
            from tests.benchmarks import learners

            token, others = learners.load()
            port = free_port()
            context = get_context("spawn")
            with (
                stage.web(folder, port),
                stage.tasks(folder) as workers,
                ProcessPoolExecutor(1, context, passers.prepare, (port, others)) as pool,
            ):
                pool.submit(passers.told).result()
                yield Bench(port, workers, pool, url, token)


def _measures(rounds: dict[int, list[Round]]) -> Iterator[Measure]:
    every = [seen for of_size in rounds.values() for seen in of_size]
    middle, large = rounds[MIDDLE], rounds[LARGE]
    for rows, of_size in rounds.items():
        whole = median(seen.whole for seen in of_size)
        yield Measure(name=f"{rows} rows", value=round(whole, 2), unit="s")
        yield Measure(name=f"{rows} rows a second", value=round(rows / whole), unit="rows/s")
    yield at_most("slowest answer to an upload", max(s.answered for s in every) * 1000, "ms", must=500, aim=500)
    yield at_most(f"{MIDDLE} rows, all told", median(s.whole for s in middle), "s", must=5, aim=2.5)
    yield at_most(f"{MIDDLE} rows / COPY", median(s.whole / s.copied for s in middle), "x", must=8, aim=4)
    middle_whole = median(s.whole for s in middle)
    yield at_most(f"{LARGE} rows / {MIDDLE} rows", median(s.whole for s in large) / middle_whole, "x", must=12, aim=10)
    share = median(s.copied_applying / s.applied for s in middle) * 100
    yield Measure(name="applying, of COPY", value=round(share, 1), unit="%", must=20, aim=40, ok=share >= 20)
    yield at_most(f"{MIDDLE} rows, unchanged", median(s.again for s in middle), "s", must=1.5, aim=0.8)
    yield at_most("worker's peak memory", max(s.memory for s in every), "MB", must=250, aim=166)
    yield Measure(name="its growth from middle to large", value=large[0].memory - middle[-1].memory, unit="MB")
    yield from map(_noticed, every)


def _noticed(seen: Round) -> Measure:
    """Either bound is enough: twice as long, or ten milliseconds more."""
    calm, ratio = round(seen.calm_p95, 1), seen.busy_p95 / seen.calm_p95
    ok = seen.busy_p95 <= max(2 * seen.calm_p95, seen.calm_p95 + 10)
    name = f"others' p95 beside {seen.rows} rows"
    return Measure(name=name, value=round(seen.busy_p95, 1), unit="ms", floor=calm, ratio=ratio, must=2, aim=1.5, ok=ok)


if __name__ == "__main__":
    sys.exit(main())
