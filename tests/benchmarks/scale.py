"""`python -m tests.benchmarks.scale`: the hot paths in a small house, and in the same house grown to five million rows of
progress: as fast, by as many statements, and no large table read from end to end.

Minutes lie between the two. So each is measured beside a floor that no size changes, in slices by turns: where the floor took
longer the second time, a neighbour was busy, and what was measured beside it is held to be as much shorter.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import TYPE_CHECKING

import psycopg

from tests.benchmarks import stage
from tests.benchmarks.house import clients
from tests.benchmarks.load import drive
from tests.benchmarks.reporting import Measure, at_most, named, report
from tests.services import free_port

if TYPE_CHECKING:
    from tests.benchmarks.growing import House

SMALL, FULL = (int(rows) for rows in os.environ.get("JISR_BENCH_ROWS", "10000,5000000").split(","))
COURSES = int(os.environ.get("JISR_BENCH_COURSES", "500"))
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "5"))
KINDS = ("list", "search", "outline", "lesson", "completion", "report", "totals")
FLOOR = "floor"
COHORT, NAMED, CHOSEN = 200, 2, 1
CLIENTS = 4  # waiting for each other would hide what a request takes
SECONDS = {"completion": 0.5}  # of a slice, else one: a lesson is completed once
# What PostgreSQL itself counted, plans that it keeps included.
SCANNED = "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE n_live_tup > 10000"
COUNTED = "SELECT count(*) FROM enrolment_lessonprogress"


@dataclass(frozen=True, slots=True)
class Seen:
    """Of each kind of request at one size. `p95` in ms; `shares` of the floor's beside it."""

    rows: int
    seconds: float
    p95: dict[str, float]
    shares: dict[str, float]
    statements: dict[str, int]
    planned: dict[str, set[str]]
    scanned: set[str]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as name, stage.database(Path(name)) as url:
        stage.environment(url, name)
        stage.set_up()
        with psycopg.connect(url, autocommit=True) as database:
            built, house = _founded(database)
            small = _told(_at(SMALL, house, Path(name)))
            full = _told(_at(FULL, house, Path(name)))
    return report("scale", list(_measures(built + small.seconds + full.seconds, small, full)))


def _founded(database: psycopg.Connection) -> tuple[float, "House"]:
    from tests.benchmarks.growing import House
    from tests.benchmarks.teaching import teach

    began = perf_counter()
    house = House(database, teach(COURSES), COHORT, NAMED, CHOSEN)
    return perf_counter() - began, house


def _at(rows: int, house: "House", folder: Path) -> Seen:
    """Grow the house to so many rows of progress, and measure."""
    from django.db import connection

    from tests.benchmarks import asking, counting, growing

    before, began = len(house.people), perf_counter()
    house.grow(round(rows / growing.DONE_EACH / house.courses_each) - before)
    seconds, port = perf_counter() - began, free_port()
    ((counted,),) = house.database.execute(COUNTED).fetchall()
    if counted < rows:  # what was completed while the small house was measured comes on top
        raise RuntimeError(f"There are {counted} rows of progress, not {rows}.")
    plan = asking.requests(house, port, beyond=before)
    sent = {kind: counting.sent(requests) for kind, requests in plan.items()}
    planned = {kind: counting.read_whole(statements) for kind, statements in sent.items()}
    connection.close()
    plan["completion"] = plan["completion"][2:]  # those were sent
    statements = {kind: len(found) for kind, found in sent.items()}
    with stage.web(folder, port), clients(port, plan, CLIENTS) as pool:
        p95, shares, scanned = _measured(pool, house.database, len(plan["completion"]))
    return Seen(rows, seconds, p95, shares, statements, planned, scanned)


Figures = dict[str, float]


def _measured(
    pool: ProcessPoolExecutor, database: psycopg.Connection, completions: int
) -> tuple[Figures, Figures, set[str]]:
    """Medians over the rounds, and the large tables that were read whole meanwhile."""
    warmed = {kind: _slice(pool, kind)[1] + _slice(pool, kind)[1] for kind in (FLOOR, *KINDS)}
    written = warmed["completion"]
    before = _scanned(database)
    rounds: dict[str, list[float]] = {kind: [] for kind in (FLOOR, *KINDS)}
    shares: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(ROUNDS):
        for kind in KINDS:
            (floor, _), (took, count) = _slice(pool, FLOOR), _slice(pool, kind)
            rounds[FLOOR].append(floor)
            rounds[kind].append(took)
            shares[kind].append(took / floor)
            written += count if kind == "completion" else 0
    if written > completions:
        raise RuntimeError("The learners have completed everything: let more of them in.")
    after = _scanned(database)
    return (
        _medians(rounds),
        _medians(shares),
        {name for name, count in before.items() if after.get(name, count) > count},
    )


def _slice(pool: ProcessPoolExecutor, kind: str) -> tuple[float, int]:
    """The p95 in ms, and how many requests there were."""
    seen = pool.submit(drive, kind, SECONDS.get(kind, 1.0)).result()
    if seen.failures:
        raise RuntimeError(f"{kind}: {len(seen.failures)} failures, such as {seen.failures[0]}")
    return quantiles(seen.took, n=20)[-1] * 1000, len(seen.took)


def _medians(figures: dict[str, list[float]]) -> Figures:
    return {kind: median(found) for kind, found in figures.items()}


def _scanned(database: psycopg.Connection) -> dict[str, int]:
    sleep(1.5)  # until the idle connections have told theirs
    return dict(database.execute(SCANNED).fetchall())


def _told(seen: Seen) -> Seen:
    times = ", ".join(f"{kind} {took:.1f}" for kind, took in seen.p95.items())
    print(f"{seen.rows:>9,} rows in {seen.seconds:.1f} s; p95 in ms: {times}", flush=True)
    return seen


def _measures(built: float, small: Seen, full: Seen) -> Iterator[Measure]:
    yield at_most("built", round(built, 1), "s", must=120, aim=60)
    yield Measure(
        name="floor: p95",
        value=round(full.p95[FLOOR], 2),
        unit="ms",
        floor=small.p95[FLOOR],
        ratio=_busier(small, full),
    )
    for kind in KINDS:
        before, grown = small.p95[kind], full.shares[kind] / small.shares[kind]
        ok = grown <= 1.5 or before * grown <= before + 1
        yield Measure(
            name=f"{kind}: p95", value=round(full.p95[kind], 2), unit="ms", floor=before, ratio=round(grown, 3),
            must=1.5, aim=1.1, ok=ok,
        )  # fmt: skip
        asked, now = small.statements[kind], full.statements[kind]
        yield Measure(name=f"{kind}: statements", value=now, unit="per request", must=asked, aim=asked, ok=now == asked)
        whole = full.planned[kind]
        yield at_most(named(f"{kind}: tables read whole", whole), len(whole), "tables", must=0, aim=0)
    yield at_most(named("read whole while measured", full.scanned), len(full.scanned), "tables", must=0, aim=0)


def _busier(small: Seen, full: Seen) -> float:
    return round(full.p95[FLOOR] / small.p95[FLOOR], 3)


if __name__ == "__main__":
    sys.exit(main())
