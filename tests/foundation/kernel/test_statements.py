from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from foundation.accounts.models import User
from foundation.kernel.statements import among, prepared, run
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


def planned() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def doubled(number: int) -> int:
    with prepared() as cursor:
        cursor.execute("SELECT 2 * %s::int AS doubled", [number])
        return int(cursor.fetchone()[0])


def test_a_statement_is_planned_once_and_others_are_not() -> None:
    assert [doubled(number) for number in range(3)] == [0, 2, 4]
    assert planned().count("SELECT 2 * $1::int AS doubled") == 1
    assert not any("pg_prepared_statements" in statement for statement in planned())


def test_it_is_in_the_query_log() -> None:
    with CaptureQueriesContext(connection) as captured:
        doubled(4)
    assert [query["sql"] for query in captured.captured_queries] == ["SELECT 2 * $1::int AS doubled"]


def test_its_errors_are_djangos() -> None:
    with pytest.raises(ProgrammingError), prepared() as cursor:
        cursor.execute("SELECT no_such_column")


def test_a_setting_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PREPARED", False)
    before = planned()
    with prepared() as cursor:
        cursor.execute("SELECT 3 * %s::int AS tripled", [5])
        assert cursor.fetchone() == (15,)
    assert planned() == before


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_between_two_requests_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    assert doubled(5) == 10
    connection.connection.close()
    connection.close_if_unusable_or_obsolete()  # what begins a request
    assert doubled(6) == 12


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ["", "NULL", 'so "quoted"', "back\\slash", "{a,b}", " spaces ", "line\nbreak", "it's", "جسر", None]),
        ("int", [1, -2, None]),
        ("bool", [True, False, None]),
        ("uuid", [UUID(int=7), None]),
        ("date", [date(2026, 11, 29), None]),
        ("timestamptz", [datetime(2026, 11, 29, 1, 2, 3, 4, UTC)]),
        ("jsonb", ['{"a": ["b\\\\c"]}']),
        ("text", []),
    ],
)
def test_a_list_arrives_as_it_was(kind: str, values: list[Any]) -> None:
    [(arrived,)] = run(f"SELECT %(values)s::{kind}[]", {"values": values})
    assert arrived == values


def test_among_is_in() -> None:
    people = [PersonFactory(name=name) for name in ("one", "two", "three")]
    chosen = User.objects.filter(among("name", ["one", "three", "nobody"])).order_by("pk")
    assert list(chosen) == [people[0], people[2]]
    with CaptureQueriesContext(connection) as captured:
        assert list(User.objects.exclude(among("pk", [people[0].pk])).order_by("pk")) == people[1:]
    assert " = ANY(" in captured.captured_queries[0]["sql"]
