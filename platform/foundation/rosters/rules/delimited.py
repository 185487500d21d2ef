"""What parts the cells of a text: what its first line says, or what makes the most sense of its header."""

import csv
import io
import re
from dataclasses import replace

from foundation.rosters.rules.grids import DELIMITERS, NONE, Text, declared_delimiter
from foundation.rosters.rules.layouts import HEADER_WITHIN, find_layout
from foundation.rosters.rules.shapes import Options, Unreadable

SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n?')


def delimited(text: Text, options: Options) -> Text:
    head = text.head()
    said = SEP_LINE.match(head)
    first = 1 if said else 0
    wanted = declared_delimiter(options.delimiter) if options.delimiter else said[1] if said else ""
    return replace(text, delimiter=wanted or _best(head, options), first=first)


def _best(head: str, options: Options) -> str:
    scored = [(_score(_rows(head, delimiter), options), delimiter) for delimiter in DELIMITERS]
    (_, _, width), best = max(scored, key=lambda pair: pair[0])
    return best if width > 1 else NONE


def _rows(head: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
    except csv.Error:
        return []
    return rows[:-1] if len(head) == 1 << 16 and len(rows) > 1 else rows


def _score(rows: list[list[str]], options: Options) -> tuple[int, float, int]:
    """Columns understood, then how many rows fit below the header, then the number of columns."""
    layout = find_layout(rows[:HEADER_WITHIN], options)
    filled = [row for row in rows if any(row)]
    if layout is None:
        return 0, 0.0, max(map(len, filled), default=0)
    below = [row for row in rows[layout.header_line :] if any(row)]
    width = len(layout.headers)
    fitting = sum(not any(cell.strip() for cell in row[width:]) for row in below) / max(len(below), 1)
    return sum(map(bool, layout.fields)), fitting, width


def first_line(rows: list[list[str]]) -> str:
    return " | ".join(next((list(filter(None, row)) for row in rows if any(row)), []))


def check_order(order: str, known: tuple[str, ...]) -> None:
    if order and order not in known:
        raise Unreadable("date_order_wrong", order[:20], ", ".join(known))
