"""However many learners there are: read by indexes, and written without holding them."""

import json
import re
import tracemalloc
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort, Membership
from tests.factories.consents import open_state
from tests.factories.programmes import coordinator
from tests.outcomes.insights.crowd import crowd
from tests.scenes import scene
from tests.services import in_full

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
Clients = Callable[..., APIClient]
LEARNERS, COURSES, OTHERS = (10_000, 20, 100_000) if in_full() else (200, 5, 10_000)


def set_up() -> Cohort:
    open_state()
    return crowd(LEARNERS, courses=COURSES, others=OTHERS)


_written, cohort = scene(set_up)


def path(cohort: Cohort, route: str) -> str:
    return f"/api/v1/cohorts/{cohort.pk}/{route}"


def test_the_file_takes_few_statements_and_no_memory(client_of: Clients, cohort: Cohort) -> None:
    """No more than some hundred rows are held, of however many."""
    client = client_of(coordinator())
    with CaptureQueriesContext(connection) as made:
        answer = client.get(path(cohort, "progress.csv"))
        tracemalloc.start()
        lines = sum(piece.count(b"\r\n") for piece in answer.streaming_content)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(made) == 4
    assert lines == 1 + LEARNERS
    assert peak < 8_000_000


def test_no_large_table_is_read_from_end_to_end(client_of: Clients, cohort: Cohort) -> None:
    client = client_of(coordinator())
    for route in ("progress", "progress?limit=100", "progress/totals", "progress.csv"):
        with CaptureQueriesContext(connection) as made:
            answer = client.get(path(cohort, route))
            if answer.streaming:
                list(answer.streaming_content)
        reads = [found for query in made.captured_queries for found in whole_tables(query["sql"])]
        assert reads == [], route


def test_what_a_learner_may_do_next_is_looked_up(
    client_of: Clients, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "PREPARED", False)  # for the values to be read in what was asked
    learner = Membership.objects.filter(cohort=cohort).earliest("id").person
    with CaptureQueriesContext(connection) as made:
        assert client_of(learner).get("/api/v1/me/next").status_code == 200
    assert [found for query in made.captured_queries for found in whole_tables(query["sql"])] == []


def whole_tables(statement: str) -> list[str]:
    """The large tables that it reads sequentially."""
    if not statement.lstrip().startswith(("SELECT", "WITH", "DECLARE")):
        return []
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + re.sub(r"^DECLARE .*? FOR ", "", statement, flags=re.DOTALL))
        plan = cursor.fetchone()[0]
    nodes, found = [(json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]], []
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node["Node Type"] == "Seq Scan" and rows_in(node["Relation Name"]) >= OTHERS:
            found.append(node["Relation Name"])
    return found


def rows_in(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return int(cursor.fetchone()[0])


def test_it_is_told_what_such_a_reading_looks_like(cohort: Cohort) -> None:
    assert whole_tables("SELECT count(*) FROM accounts_user WHERE name = 'x'") == ["accounts_user"]
