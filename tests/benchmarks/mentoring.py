"""`python -m tests.benchmarks.mentoring`: the queue, the mentor's desk and a team's place with 1,000 submissions waiting, and
with 100,000: as fast, by as many statements, and no large table read from end to end. The small house is a copy of the large
one in its youth. Both are open at once and asked by turns, so that a busy neighbour makes both as slow.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg

from tests.benchmarks import stage
from tests.benchmarks.house import clients
from tests.benchmarks.load import drive
from tests.benchmarks.reporting import Measure, at_most, named, report
from tests.services import free_port

if TYPE_CHECKING:
    from tests.benchmarks.waiting import Waiting

SMALL, FULL = (int(rows) for rows in os.environ.get("JISR_BENCH_WAITING", "1000,100000").split(","))
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "12"))
KINDS = ("queue", "deep", "rare", "narrow", "desk", "waiting")
CLIENTS, SECONDS = 2, 0.5
Took = dict[str, float]


@dataclass(frozen=True, slots=True)
class House:
    """Of each kind: its requests, how many statements one sends, and the large tables that these read whole."""

    url: str
    port: int
    plan: dict[str, list[bytes]]
    statements: dict[str, int]
    planned: dict[str, set[str]]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as name, stage.database(Path(name)) as url:
        stage.environment(url, name)
        stage.set_up()
        from tests.benchmarks.waiting import Waiting

        waiting = Waiting()
        _grow(waiting, SMALL)
        few = replace(_seen(waiting, url), url=_copied(url))
        built, many = _grow(waiting, FULL), _seen(waiting, url)
        with _open(few, Path(name, "few")) as small, _open(many, Path(name, "many")) as full:
            before, after = _measured(small, full)
    measures = [at_most("built", round(built, 1), "s", must=120, aim=60), *_measures(few, many, before, after)]
    return report("mentoring", measures)


def _grow(waiting: "Waiting", rows: int) -> float:
    """The seconds that it took."""
    from django.db import connection

    began = perf_counter()
    waiting.grow(rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    return perf_counter() - began


def _seen(waiting: "Waiting", url: str) -> House:
    from django.core.cache import cache
    from django.db import connection

    from tests.benchmarks import counting

    cache.clear()
    port = free_port()
    plan = waiting.requests(port)
    sent = {kind: counting.sent(plan[kind]) for kind in KINDS}
    planned = {kind: counting.read_whole(statements) for kind, statements in sent.items()}
    connection.close()
    return House(url, port, plan, {kind: len(statements) for kind, statements in sent.items()}, planned)


def _copied(url: str) -> str:
    """Nobody may be connected to what is copied."""
    parts = urlsplit(url)
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as database:
        database.execute(f'CREATE DATABASE few TEMPLATE "{parts.path.lstrip("/")}"')
    return parts._replace(path="/few").geturl()


@contextmanager
def _open(house: House, folder: Path) -> Iterator[ProcessPoolExecutor]:
    folder.mkdir()
    os.environ["DATABASE_URL"] = house.url
    with stage.web(folder, house.port), clients(house.port, house.plan, CLIENTS) as pool:
        yield pool


def _measured(*pools: ProcessPoolExecutor) -> list[Took]:
    """The p95 in ms at each house, over all rounds."""
    took: list[dict[str, list[float]]] = [{kind: [] for kind in KINDS} for _ in pools]
    for kind in KINDS:
        for pool in pools:
            _slice(pool, kind)
    for _ in range(ROUNDS):
        for kind in KINDS:
            for pool, seen in zip(pools, took, strict=True):
                seen[kind] += _slice(pool, kind)
    return [{kind: quantiles(seen[kind], n=20)[-1] * 1000 for kind in KINDS} for seen in took]


def _slice(pool: ProcessPoolExecutor, kind: str) -> list[float]:
    seen = pool.submit(drive, kind, SECONDS).result()
    if seen.failures:
        raise RuntimeError(f"{kind}: {len(seen.failures)} failures, such as {seen.failures[0]}")
    return seen.took


def _measures(few: House, many: House, before: Took, after: Took) -> Iterator[Measure]:
    for kind in KINDS:
        grown = after[kind] / before[kind]
        yield Measure(
            name=f"{kind}: p95", value=round(after[kind], 2), unit="ms", floor=round(before[kind], 2), ratio=round(grown, 3),
            must=1.5, aim=1.1, ok=grown <= 1.5,
        )  # fmt: skip
        asked, now = few.statements[kind], many.statements[kind]
        yield Measure(name=f"{kind}: statements", value=now, unit="per request", must=asked, aim=asked, ok=now == asked)
        whole = many.planned[kind]
        yield at_most(named(f"{kind}: tables read whole", whole), len(whole), "tables", must=0, aim=0)


if __name__ == "__main__":
    sys.exit(main())
