"""How many statements a request sends to the database, transaction marks left out."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements(requests: list[bytes]) -> int:
    """Of the second of two requests of a kind: what is kept in process is there."""
    _send(requests[0])
    with CaptureQueriesContext(connection) as captured:
        _send(requests[1 % len(requests)])
    return sum(not query["sql"].startswith(MARKS) for query in captured.captured_queries)


def _send(request: bytes) -> None:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    for name in ("Content-Length", "Content-Type"):
        headers.pop(name, None)
    client = Client(headers={**headers, "Host": "localhost"})
    answer = client.generic(method, path, body, content_type="application/json")
    assert answer.status_code == 200, answer.content
