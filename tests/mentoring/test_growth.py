"""What `make bench-mentoring` measures, at a fiftieth of its size: ten times as much waits, and not a statement
more is sent, nor a large table read whole."""

import pytest
from django.core.cache import cache

from tests.benchmarks.counting import bare, sent
from tests.benchmarks.mentoring import KINDS
from tests.benchmarks.waiting import Waiting
from tests.plans import read_whole, scans, sweep

pytestmark = pytest.mark.django_db
ORDERED = {"projects_waiting", "projects_waiting_pools", "projects_waiting_reserved", "projects_waiting_pool"}


def asked(house: Waiting, waiting: int) -> dict[str, list[str]]:
    """Without what signs in: it is prepared, and logged without its values."""
    house.grow(waiting)
    cache.clear()
    plan = house.requests(0)
    return {kind: [bare(statement) for statement in sent(plan[kind]) if "$1" not in statement] for kind in KINDS}


def test_however_much_waits_a_request_costs_the_same() -> None:
    sweep()
    house = Waiting(asking=40)
    before, after = asked(house, 200), asked(house, 2000)
    assert {kind: len(sent) for kind, sent in after.items()} == {kind: len(sent) for kind, sent in before.items()}
    assert {kind: read_whole(sent) for kind, sent in after.items()} == {kind: set() for kind in KINDS}
    used = {kind: {name for sent in after[kind] for _, name in scans(sent)} & ORDERED for kind in ("queue", "waiting")}
    assert used == {"queue": {"projects_waiting", "projects_waiting_reserved"}, "waiting": {"projects_waiting_pool"}}
