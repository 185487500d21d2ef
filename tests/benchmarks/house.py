"""`python -m tests.benchmarks.house`: the catalogue list, the lesson and the completion beside their floors."""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks import stage
from tests.benchmarks.load import CLIENTS, Slice, drive, prepare
from tests.benchmarks.reporting import Measure, report
from tests.services import free_port

ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "10"))
SECONDS = 1.0
TARGETS = {
    "list": ("read floor", 0.60, 0.75),
    "lesson": ("read floor", 0.60, 0.80),
    "completion": ("write floor", 0.40, 0.60),
}
Slices = dict[str, list[Slice]]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder, stage.database(Path(folder)) as url:
        stage.environment(url, folder)
        port = free_port()
        plan, queries = _load(port)
        with stage.web(Path(folder), port), clients(port, plan) as pool:
            slices = _measure(pool)
    return report("house", [measure for kind in TARGETS for measure in _measures(kind, slices, queries)])


@contextmanager
def clients(port: int, plan: dict[str, list[bytes]], number: int = CLIENTS) -> Iterator[ProcessPoolExecutor]:
    arguments = (("127.0.0.1", port), plan, number)
    with ProcessPoolExecutor(1, get_context("spawn"), prepare, arguments) as pool:
        yield pool


def _load(port: int) -> tuple[dict[str, list[bytes]], dict[str, int]]:
    """The requests, and how many statements each kind sends to the database."""
    from django.db import connection

    stage.set_up()
    from tests.benchmarks import people
    from tests.benchmarks.counting import statements

    learners = people.load()
    plan = people.requests(learners, port)
    queries = {kind: statements(requests) for kind, requests in plan.items()}
    connection.close()
    return plan, queries


def _measure(pool: ProcessPoolExecutor) -> Slices:
    kinds = ["read floor", "list", "lesson", "write floor", "completion"]
    slices: Slices = {kind: [] for kind in kinds}
    for kind in kinds:
        pool.submit(drive, kind, 2.0).result()
    for _ in range(ROUNDS):
        for kind in kinds:
            seen = pool.submit(drive, kind, SECONDS).result()
            if seen.failures:
                raise RuntimeError(f"{kind}: {len(seen.failures)} failures, such as {seen.failures[0]}")
            slices[kind].append(seen)
    return slices


def _measures(kind: str, slices: Slices, queries: dict[str, int]) -> Iterator[Measure]:
    floor, must, aim = TARGETS[kind]
    pairs = zip(slices[kind], slices[floor], strict=True)
    ratio = median(target.rate / beside.rate for target, beside in pairs)
    yield Measure(
        name=f"{kind}: requests",
        value=round(median(seen.rate for seen in slices[kind]), 1),
        unit="requests/s",
        floor=round(median(seen.rate for seen in slices[floor]), 1),
        ratio=round(ratio, 3),
        must=must,
        aim=aim,
        ok=ratio >= must,
    )
    for name in (kind, floor):
        took = [seconds for seen in slices[name] for seconds in seen.took]
        yield Measure(name=f"{kind}: p95 of {name}", value=round(quantiles(took, n=20)[-1] * 1000, 2), unit="ms")
    yield Measure(name=f"{kind}: statements", value=queries[kind], unit="per request", floor=queries[floor], ratio=1.0)


if __name__ == "__main__":
    sys.exit(main())
