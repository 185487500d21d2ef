"""Rows are found by an index, however many others lie in their table."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.kernel.statements import copy_in
from foundation.rosters.enums import Outcome
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.services.reading import COLUMNS
from foundation.rosters.services.rows import due_rows
from tests.factories.rosters import RosterFactory
from tests.foundation.rosters.working import BASE, Scenery, at_work
from tests.plans import tend
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@dataclass
class Many(Scenery):
    """One of several rosters that lie in the same table, each of two thousand rows."""

    roster: Roster


def many_rosters() -> Many:
    there = at_work()
    rosters = [RosterFactory(cohort=there.cohort) for _ in range(5)]
    for roster in rosters:
        copy_in(RosterRow, COLUMNS, (stored(roster, number) for number in range(1, 2001)))
    tend("rosters_rosterrow")
    return Many(there.owner, there.cohort, rosters[2])


def stored(roster: Roster, number: int) -> tuple[Any, ...]:
    outcome = Outcome.ERROR if number % 100 == 0 else Outcome.ADD
    blank = {"cells": {}, "faults": [], "findings": [], "birth_date": None, "consent_on": None, "organisation_id": None}
    given = {"roster_id": roster.pk, "number": number, "revision": 1, "outcome": outcome.value, "applied": False}
    row = blank | given | {"due": number > 1500 and outcome == Outcome.ADD, "name": f"Learner {number}"}
    return tuple(row.get(name, "") for name in COLUMNS)


_written, scenery = scene(many_rosters)


@pytest.fixture
def many(scenery: Many) -> Roster:
    return scenery.roster


def asked(client: APIClient, path: str) -> list[str]:
    """The statements about rows that an answer took."""
    with CaptureQueriesContext(connection) as made:
        answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return [query["sql"] for query in made.captured_queries if 'FROM "rosters_rosterrow"' in query["sql"]]


def ways(statement: str) -> list[str]:
    """The indexes by which its plan goes through the table of rows; how else it does, if it does."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        plan = cursor.fetchone()[0]
    nodes, found = [(json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]], []
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node.get("Relation Name", "rosters_rosterrow") == "rosters_rosterrow" and "Scan" in node["Node Type"]:
            found.append(node.get("Index Name", node["Node Type"]))
    return [way for way in found if way != "Bitmap Heap Scan"]


@pytest.mark.parametrize(
    ("rest", "index"),
    [
        ("", "rosters_rosterrow_pkey"),
        ("?outcome=error", "rosters_row_rare"),
        ("?outcome=error&limit=5", "rosters_row_rare"),
        ("?outcome=conflict", "rosters_row_rare"),
        ("/1500", "rosters_rosterrow_pkey"),
    ],
)
def test_rows_are_found_by_an_index(client: APIClient, many: Roster, rest: str, index: str) -> None:
    statements = asked(client, f"{BASE}/rosters/{many.pk}/rows{rest}")
    assert [ways(sql) for sql in statements] == [[index]]


def test_the_next_page_is_found_by_the_index_too(client: APIClient, many: Roster) -> None:
    first = client.get(f"{BASE}/rosters/{many.pk}/rows", {"outcome": "error", "limit": "5"}).json()
    assert [ways(sql) for sql in asked(client, first["next"])] == [["rosters_row_rare"]]


def test_chunks_of_due_rows_are_found_by_an_index_of_these_alone(many: Roster) -> None:
    with CaptureQueriesContext(connection) as made:
        chunks = list(due_rows(RosterRow.objects.filter(roster=many).exclude(outcome=Outcome.WITHDRAW)))
    assert [len(chunk) for chunk in chunks] == [495]
    assert [ways(query["sql"]) for query in made.captured_queries] == [["rosters_row_due"]] * 2
