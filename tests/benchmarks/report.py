"""`python -m tests.benchmarks.report`: the file of a cohort of 10,000 learners in 20 courses, beside its SQL alone; and what
the web process holds for it."""

import http.client
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg

from tests.benchmarks import stage
from tests.benchmarks.counting import bare
from tests.benchmarks.reporting import Measure, at_most, named, report
from tests.services import free_port

LEARNERS, COURSES = (int(size) for size in os.environ.get("JISR_BENCH_COHORT", "10000,20").split(","))
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "5"))
FEW = 10  # times fewer learners have a cohort beside it
PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    token: str


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds until the first piece and the last, the SQL's alone, and how much came."""

    first: float
    whole: float
    alone: float
    size: int


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as name, stage.database(Path(name)) as url:
        stage.environment(url, name)
        port = free_port()
        with psycopg.connect(url, autocommit=True) as database:
            few, all_of_them, statements, whole = _load(database)
            with stage.web(Path(name), port) as web:
                for _ in range(4):  # whichever worker answers
                    _fetched(port, few)
                before = stage.peak_memory([web])
                rounds = [_told(_round(port, all_of_them, database, statements)) for _ in range(ROUNDS)]
                after = stage.peak_memory([web])
    return report("report", list(_measures(rounds, len(statements), whole, before, after)))


def _load(database: psycopg.Connection) -> tuple[Asked, Asked, list[str], set[str]]:
    """A cohort of few and one of all; the statements of the second's file, and the large tables that they read whole."""
    from django.db import connection

    stage.set_up()
    from tests.benchmarks import asking, counting, growing, teaching

    taught = teaching.teach(COURSES)
    large = growing.House(database, taught, size=LEARNERS, named=COURSES)
    large.grow(LEARNERS + LEARNERS // FEW)  # those who are too many begin another one
    token = {place: asking.coordinator(large, place) for place in (0, 1)}
    asked = [Asked(f"/api/v1/cohorts/{large.cohorts[place].pk}/progress.csv", token[place]) for place in (0, 1)]
    request = f"GET {asked[0].path} HTTP/1.1\r\nAccept-Language: ar\r\nAuthorization: Bearer {asked[0].token}\r\n\r\n"
    statements = counting.sent([request.encode()])
    whole = counting.read_whole(statements)
    connection.close()
    return asked[1], asked[0], statements, whole


def _round(port: int, asked: Asked, database: psycopg.Connection, statements: list[str]) -> Round:
    first, whole, size, lines = _fetched(port, asked)
    if lines != LEARNERS + 1:
        raise RuntimeError(f"{lines} lines for {LEARNERS} learners")
    began = perf_counter()
    for statement in statements:
        if statement.startswith("DECLARE"):
            with database.cursor().copy(f"COPY ({bare(statement)}) TO STDOUT") as out:  # type: ignore[arg-type]
                for _ in out:
                    pass
    return Round(first, whole, perf_counter() - began, size)


def _fetched(port: int, asked: Asked) -> tuple[float, float, int, int]:
    """Seconds to the first piece and to the last; bytes and lines."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    began = perf_counter()
    link.request("GET", asked.path, headers={"Authorization": f"Bearer {asked.token}", "Accept-Language": "ar"})
    answer = link.getresponse()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{answer.status} {answer.read(500)!r}")
    piece, size, lines = answer.read1(PIECE), 0, 0
    first = perf_counter() - began
    while piece:
        size, lines = size + len(piece), lines + piece.count(b"\n")
        piece = answer.read1(PIECE)
    link.close()
    return first, perf_counter() - began, size, lines


def _told(one: Round) -> Round:
    print(
        f"{one.size / 1e6:.1f} MB in {one.whole:.2f} s, the first of it after {one.first:.2f} s; SQL {one.alone:.2f} s",
        flush=True,
    )
    return one


def _measures(rounds: list[Round], statements: int, tables: set[str], before: float, after: float) -> Iterator[Measure]:
    whole = median(one.whole for one in rounds)
    yield at_most(f"{LEARNERS} learners in {COURSES} courses", round(whole, 2), "s", must=3.9, aim=0.84)
    yield Measure(name="its SQL alone", value=round(median(one.alone for one in rounds), 2), unit="s")
    yield Measure(name="of it", value=round(median(one.whole / one.alone for one in rounds), 2), unit="x")
    yield Measure(name="first piece", value=round(median(one.first for one in rounds), 2), unit="s")
    yield at_most("statements", statements, "statements", must=6, aim=4)
    yield at_most(named("tables read whole", tables), len(tables), "tables", must=0, aim=0)
    yield Measure(name=f"peak after {LEARNERS // FEW} learners", value=round(before, 1), unit="MB")
    yield at_most("its growth", round(after - before, 1), "MB", must=16, aim=4)


if __name__ == "__main__":
    sys.exit(main())
