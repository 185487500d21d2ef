"""Statements beside the ORM: those that PostgreSQL plans once a connection and then only runs, for the few paths that every
learner walks often; and bulk inserts.

Planning costs two to four times what running such a statement does. Behind a pooler in transaction mode this needs one that
knows prepared statements; `JISR_PREPARED=0` does without. See docs/decisions/0011.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import orjson
import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, F, Field, Func, JSONField, Model, Value
from psycopg import sql


class PreparedCursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_: Any) -> "PreparedCursor":
        return super().execute(query, params, prepare=True)

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)  # what Django's query log reads
        return self._query


def prepared() -> CursorWrapper:
    """A cursor as `connection.cursor()` gives it, query log and error classes included, whose statements stay planned."""
    if not connection.settings_dict.get("PREPARED", True):
        return connection.cursor()
    connection.close_if_health_check_failed()  # as `connection.cursor()` begins
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = sys.maxsize  # only what asks for it
    cursor = cast("CursorWrapper", PreparedCursor(raw))  # the stubs ask for the wrapper that it is about to get
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def run(statement: str, values: Mapping[str, Any], *, planned: bool = False) -> list[tuple[Any, ...]]:
    """One statement over many rows; what it returns. A list is given as an array. `planned`: for a path that is walked often,
    by a cursor that is `prepared`."""
    with prepared() if planned else connection.cursor() as cursor:
        cursor.execute(
            statement, {name: array(value) if type(value) is list else value for name, value in values.items()}
        )
        return cursor.fetchall() if cursor.description else []


def array(values: Iterable[Any]) -> str:
    """An array of texts, or of what `str()` writes as PostgreSQL reads it, in PostgreSQL's own notation: the driver takes
    ten times as long for a thousand ids."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "NULL" if value is None else str(value)


def among(path: str, values: Iterable[Any]) -> Func:
    """For `filter()`: what `path__in=values` says, as one array; for sets of a thousand."""
    return Func(
        F(path), Value(array(values)), template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()
    )


def copy_in(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows by COPY, the fastest way that PostgreSQL has. Returns how many.

    `fields` are the model's attribute names (`person_id`); every column without a database default has to be among them.
    A value for a JSON column is given as Python data, dataclasses included. Nothing is checked but what the database checks.
    """
    columns = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in fields]
    jsons = [place for place, field in enumerate(columns) if isinstance(field, JSONField)]
    names = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in columns)
    table = sql.Identifier(model._meta.db_table)
    connection.ensure_connection()
    count = 0
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)) as copy,
    ):
        for row in rows:
            copy.write_row(_with_json(row, jsons) if jsons else row)
            count += 1
    return count


def _with_json(row: Sequence[Any], places: Sequence[int]) -> list[Any]:
    values = list(row)
    for place in places:
        values[place] = None if values[place] is None else orjson.dumps(values[place]).decode()
    return values
