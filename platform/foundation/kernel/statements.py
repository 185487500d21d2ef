"""Statements that PostgreSQL plans once a connection and then only runs: for the few paths that every learner walks often.

Planning costs two to four times what running such a statement does. Behind a pooler in transaction mode this needs one that
knows prepared statements; `JISR_PREPARED=0` does without. See docs/decisions/0011.
"""

import sys
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


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
