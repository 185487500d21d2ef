"""Scenes: what every test of a module begins with, written once for all of them.

    _written, desk = scene(set_up)

`set_up()` runs once, before the first test of the module; what it wrote is there for each of them and is taken back after
the last. `desk` is for each test a copy of its own of what `set_up()` returned. A test's own transaction is a savepoint in
the scene's, so nobody sees what another test wrote.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import validate_django_db
from pytest_django.plugin import DjangoDbBlocker

T = TypeVar("T")


def scene(build: Callable[[], T]) -> tuple[Any, Any]:
    """Two fixtures to name in the module: what writes the scene, without being asked for, and what hands it out."""
    built: list[T] = []

    @pytest.fixture(scope="module", autouse=True)
    def written(
        request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
    ) -> Iterator[None]:
        refuse_commits(request)
        with django_db_blocker.unblock(), _taken_back():
            built.append(build())
            connection.check_constraints()  # else each test checks again, as it ends, every key that the scene wrote
            yield
            built.clear()

    @pytest.fixture
    def handed_out(db: None) -> T:
        return deepcopy(built[0])

    return written, handed_out


def part(name: str, number: int) -> Any:
    """A fixture: so much of what the fixture `name` hands out."""

    @pytest.fixture
    def handed_out(request: pytest.FixtureRequest) -> Any:
        return request.getfixturevalue(name)[number]

    return handed_out


@contextmanager
def _taken_back() -> Iterator[None]:
    """As a test case's own transaction: what has to be outermost may stand in it."""
    outermost = transaction.atomic()
    outermost._from_testcase = True
    with outermost:
        yield
        transaction.set_rollback(True)


def refuse_commits(request: pytest.FixtureRequest) -> None:
    """A test that really commits would neither find the scene nor leave it as it was."""
    for item in request.session.items:
        if item.path == request.path and _commits(item):
            pytest.fail(f"{item.nodeid} commits: it has to move to a module without a scene", pytrace=False)


def _commits(item: pytest.Item) -> bool:
    asked = {"transactional_db", "live_server", "django_db_reset_sequences"} & set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    return bool(asked) or (mark is not None and any(validate_django_db(mark)[:2]))
