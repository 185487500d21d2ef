"""CSV that is safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

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


def _taken(lines: list[str]) -> bytes:
    taken = "".join(lines).encode()
    lines.clear()
    return taken
