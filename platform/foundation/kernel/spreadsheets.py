"""CSV that is safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

Row = TypeVar("Row")

ROWS_AT_ONCE = 500
# What a spreadsheet would run, after any number of the apostrophes that keep it from doing so.
FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def safe(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


class _Lines(list[str]):
    write = list.append


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> Iterator[bytes]:
    """In pieces of some hundred rows, with the mark by which a spreadsheet knows UTF-8."""
    lines = _Lines()
    writer = csv.writer(lines, delimiter=delimiter)  # and CRLF
    writer.writerow([safe(cell) for cell in header])
    yield "\ufeff".encode() + _taken(lines)
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
        if len(lines) == ROWS_AT_ONCE:
            yield _taken(lines)
    if lines:
        yield _taken(lines)


def csv_of_rows(
    header: Sequence[str],
    rows: "QuerySet[Any, Row]",
    line: Callable[[Row], Sequence[str]],
    *,
    delimiter: str = ",",
    at_once: int = ROWS_AT_ONCE,
) -> Iterator[bytes]:
    """Of any number of rows. They are read through a cursor, which ends with its transaction: one that outlives it would need
    the session, and a pooler gives that to others in between."""
    with transaction.atomic(savepoint=False):
        yield from csv_lines(header, map(line, rows.iterator(chunk_size=at_once)), delimiter)


def _taken(lines: list[str]) -> bytes:
    taken = "".join(lines).encode()
    lines.clear()
    return taken
