"""Deeds at the same moment, each in a thread with a connection of its own."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from time import sleep
from typing import TypeVar

from django.db import connection, connections

from foundation.kernel.errors import Problem
from tests.services import PATIENCE

T = TypeVar("T")


def at_once(*deeds: Callable[[], T]) -> list[T]:
    """What each returned; what one raised is raised."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], T]) -> T:
        try:
            start.wait(PATIENCE)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


WAITS = """
    SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database())
"""


def until_somebody_waits() -> None:
    """For a lock, as whoever came behind us has to; who runs other tests beside us doesn't count. In a transaction whoever
    connects later is seen only when it looks anew."""
    with connection.cursor() as cursor:
        while cursor.execute(WAITS).fetchone() == (False,):
            sleep(0.01)
            cursor.execute("SELECT pg_stat_clear_snapshot()")


def race(*deeds: Callable[[], object]) -> list[object]:
    """As `at_once`; refusals are results."""
    return at_once(*(partial(_result, deed) for deed in deeds))


def codes(results: Iterable[object]) -> Counter[str]:
    """How often each came: refusals by code, the rest as `done`."""
    return Counter(result.code if isinstance(result, Problem) else "done" for result in results)


def _result(deed: Callable[[], object]) -> object:
    try:
        return deed()
    except Problem as refusal:
        return refusal
