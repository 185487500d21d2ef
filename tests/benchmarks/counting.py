"""The statements that a request sends to the database, transaction marks left out, and which tables they read whole."""

import re
from collections.abc import Iterable

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext

MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
LARGE = 10_000  # rows


def statements(requests: list[bytes]) -> int:
    return len(sent(requests))


def sent(requests: list[bytes]) -> list[str]:
    """By the second of two requests of a kind: what is kept in process is there."""
    _send(requests[0])
    with CaptureQueriesContext(connection) as captured:
        _send(requests[1 % len(requests)])
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(MARKS)]


def read_whole(statements: Iterable[str]) -> set[str]:
    """The large tables that a sequential scan is planned for. Nothing is run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
        large = {name for (name,) in cursor.fetchall()}
        found = set()
        cursor.execute("SET plan_cache_mode = force_generic_plan")  # of what is prepared, the plan for any values
        for statement in statements:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {_prepared(cursor, statement) or bare(statement)}")
            waiting = [cursor.fetchone()[0][0]["Plan"]]
            while waiting:
                node = waiting.pop()
                waiting += node.get("Plans", [])
                found |= {node["Relation Name"]} if node["Node Type"] == "Seq Scan" else set()
        cursor.execute("RESET plan_cache_mode")
    return found & large


def _prepared(cursor: CursorWrapper, statement: str) -> str:
    """How to run it if it is one that this connection keeps: it was logged without its values."""
    query = "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements WHERE statement = %s"
    cursor.execute(query, [statement])
    found = cursor.fetchone()
    return f'EXECUTE "{found[0]}" ({", ".join(["NULL"] * found[1])})' if found else ""


def bare(statement: str) -> str:
    """What a cursor is declared for."""
    return re.sub(r"^DECLARE .*? FOR ", "", statement, flags=re.DOTALL)


def _send(request: bytes) -> None:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    for name in ("Content-Length", "Content-Type"):
        headers.pop(name, None)
    client = Client(headers={**headers, "Host": "localhost"})
    answer = client.generic(method, path, body, content_type="application/json")
    assert answer.status_code == 200, answer.reason_phrase
    if answer.streaming:
        list(answer.streaming_content)
