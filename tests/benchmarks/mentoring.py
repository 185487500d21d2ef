"""`python -m tests.benchmarks.mentoring`: the queue, the mentor's desk and a team's place with 1,000 submissions waiting, and
in the same house with 100,000: as fast, by as many statements, and no large table read from end to end. Each is measured
beside a floor, as in `scale`.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

import psycopg

from tests.benchmarks import stage
from tests.benchmarks.house import clients
from tests.benchmarks.load import drive
from tests.benchmarks.reporting import Measure, at_most, named, report
from tests.services import free_port

if TYPE_CHECKING:
    from tests.benchmarks.waiting import Waiting

SMALL, FULL = (int(rows) for rows in os.environ.get("JISR_BENCH_WAITING", "1000,100000").split(","))
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "5"))
KINDS = ("queue", "deep", "rare", "narrow", "desk", "waiting")
FLOOR = "floor"
CLIENTS = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """Of each kind of request with so much waiting. `p95` in ms; `shares` of the floor's beside it."""

    p95: dict[str, float]
    shares: dict[str, float]
    statements: dict[str, int]
    planned: dict[str, set[str]]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as name, stage.database(Path(name)) as url:
        stage.environment(url, name)
        stage.set_up()
        with psycopg.connect(url, autocommit=True) as database:
            from tests.benchmarks.waiting import Waiting

            began, house = perf_counter(), Waiting(database)
            seen = [_at(waiting, house, Path(name)) for waiting in (SMALL, FULL)]
            took = perf_counter() - began
    return report("mentoring", [at_most("took", round(took, 1), "s", must=300, aim=120), *_measures(*seen)])


def _at(waiting: int, house: "Waiting", folder: Path) -> Seen:
    from django.core.cache import cache
    from django.db import connection

    from tests.benchmarks import counting

    cache.clear()
    house.grow(waiting)
    port = free_port()
    plan = house.requests(port)
    sent = {kind: counting.sent(plan[kind]) for kind in KINDS}
    planned = {kind: counting.read_whole(statements) for kind, statements in sent.items()}
    connection.close()
    with stage.web(folder, port), clients(port, plan, CLIENTS) as pool:
        p95, shares = _measured(pool)
    print(f"{waiting:>9,} wait; p95 in ms: {', '.join(f'{kind} {took:.1f}' for kind, took in p95.items())}", flush=True)
    return Seen(p95, shares, {kind: len(statements) for kind, statements in sent.items()}, planned)


def _measured(pool: ProcessPoolExecutor) -> tuple[dict[str, float], dict[str, float]]:
    """Medians over the rounds."""
    for kind in (FLOOR, *KINDS):
        _slice(pool, kind)
    rounds: dict[str, list[float]] = {kind: [] for kind in (FLOOR, *KINDS)}
    shares: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(ROUNDS):
        for kind in KINDS:
            floor, took = _slice(pool, FLOOR), _slice(pool, kind)
            rounds[FLOOR].append(floor)
            rounds[kind].append(took)
            shares[kind].append(took / floor)
    return {kind: median(took) for kind, took in rounds.items()}, {kind: median(took) for kind, took in shares.items()}


def _slice(pool: ProcessPoolExecutor, kind: str) -> float:
    """The p95 in ms."""
    seen = pool.submit(drive, kind, 1.0).result()
    if seen.failures:
        raise RuntimeError(f"{kind}: {len(seen.failures)} failures, such as {seen.failures[0]}")
    return quantiles(seen.took, n=20)[-1] * 1000


def _measures(small: Seen, full: Seen) -> Iterator[Measure]:
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


if __name__ == "__main__":
    sys.exit(main())
