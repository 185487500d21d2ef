import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from foundation.kernel.statements import prepared

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
