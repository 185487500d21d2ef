"""CSV that is safe to open in a spreadsheet, and reads back as it was."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

ROWS_AT_ONCE = 500
# What a spreadsheet would run, after any number of the apostrophes that keep it from doing so.
FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
QUOTED = re.compile(r'="((?:[^"]|"")*)"')
KEPT_QUIET = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def safe(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """The cell without the apostrophe that `safe` put before it, or what `="00123"` keeps a spreadsheet from rounding."""
    if KEPT_QUIET.match(text):
        return text[1:]
    said = QUOTED.fullmatch(text)
    return said[1].replace('""', '"') if said else text


class _Lines(list[str]):
    write = list.append


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    lines = _Lines()
    writer = csv.writer(lines)  # commas and CRLF
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
