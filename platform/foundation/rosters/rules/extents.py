"""How large a workbook becomes once it is opened. Its reader lays out every cell up to the last one that is filled, and gives
each its own copy of a shared text, so one cell in the far corner, or one that is repeated a million times, would take all the
memory there is. What can't be judged is refused."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from foundation.rosters.rules.archives import inflate
from foundation.rosters.rules.shapes import Unreadable

MAX_CELLS = 1_500_000  # take about 150 MB, at 100 bytes each
MAX_TEXT = 150 * 2**20
LONGEST_TAG = 4 * 2**20  # with the text behind it
STRINGS = "xl/sharedstrings.xml"
PREFIX = rb"(?:[^\s<>/:]+:)?"
ROW_OR_CELL = re.compile(rb"""<%b(row|c)(?=[\s/>])(?:\s+r\s*=\s*["']([A-Za-z]{0,4})(\d{1,9})["'])?""" % PREFIX)
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,4})(\d{1,9})["']""")
STRING_END = re.compile(rb"</%bsi\s*>|<%bsi(?:\s[^<>]*)?/>" % (PREFIX, PREFIX))
VALUE = re.compile(rb"<%bv(?:\s[^<>]*)?>\s*([^<\s]{0,20})" % PREFIX)


def refuse(rows: int, columns: int, max_columns: int, others: int = 0) -> None:
    if columns > max(max_columns, 26) and rows * columns > MAX_CELLS // 10:
        raise Unreadable("too_many_columns", str(columns), str(max_columns))
    if rows * columns + others > MAX_CELLS:
        raise Unreadable("too_many_cells", str(rows * columns + others), str(MAX_CELLS))


def refuse_text(size: int) -> None:
    if size > MAX_TEXT:
        raise Unreadable("archive_too_large", f"{size >> 20} MB", f"{MAX_TEXT >> 20} MB")


def whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that begin with a tag: none is cut."""
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        end = max(text.rfind(b"<"), 0)
        yield text[:end]
        tail = text[end:]
        if len(tail) > LONGEST_TAG:
            raise Unreadable("broken_file")
    yield tail


def check_xlsx(path: Path, listed: Mapping[str, zipfile.ZipInfo], max_columns: int) -> None:
    """Any part may be named as a sheet, so all of them are looked at."""
    lengths = _shared_lengths(path, listed)
    longest, whole = max(lengths, default=0), 0
    for name, info in listed.items():
        if name.lower() == STRINGS:
            continue
        rows, columns, cells = _extent(whole_tags(inflate(path, info)))
        refuse(rows, columns, max_columns, whole)
        whole += rows * columns
        if cells * longest > MAX_TEXT:
            refuse_text(_shared_text(whole_tags(inflate(path, info)), lengths, longest))


def _extent(pieces: Iterable[bytes]) -> tuple[int, int, int]:
    """Rows, columns and how many tags there are. Cells that don't say their place stand beside the one before."""
    rows = width = at = cells = 0
    for piece in pieces:
        found = ROW_OR_CELL.findall(piece)
        cells += len(found)
        numbers = {number for _tag, _letters, number in found}
        if b"" in numbers:
            rows, width, at = _counted(piece, rows, width, at)
        elif found:
            rows = max(rows, max(map(int, numbers)))
            width = max(width, max(map(_column, {letters for _tag, letters, _number in found})))
            at = _column(found[-1][1])
    return rows, width, cells


def _counted(piece: bytes, rows: int, width: int, at: int) -> tuple[int, int, int]:
    for tag in ROW_OR_CELL.finditer(piece):
        said = None if tag[3] else PLACE.search(piece, tag.end(), max(piece.find(b"<", tag.end()), tag.end()))
        letters, number = (tag[2], tag[3]) if tag[3] else (said[1], said[2]) if said else (b"", b"")
        if tag[1] == b"row":
            rows, at = max(rows + 1, int(number or 0)), 0
        else:
            rows, at = max(rows, int(number or 0)), _column(letters) if letters else at + 1
        width = max(width, at)
    return rows, width, at


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _shared_lengths(path: Path, listed: Mapping[str, zipfile.ZipInfo]) -> list[int]:
    lengths: list[int] = []
    for name, info in listed.items():
        if name.lower() == STRINGS:
            left = 0
            for piece in whole_tags(inflate(path, info)):
                *whole, rest = STRING_END.split(piece)
                lengths += [len(text) for text in whole]
                if whole:
                    lengths[-len(whole)] += left
                left = len(rest) + (0 if whole else left)
    return lengths


def _shared_text(pieces: Iterable[bytes], lengths: list[int], longest: int) -> int:
    """At most so much text do the cells share; a number may be any number of a text."""
    size = 0
    for piece in pieces:
        for value in VALUE.findall(piece):
            if not value.isdigit():
                size += longest if value[:1] in (b"", b"&", b"+") else 0
            elif (number := int(value)) < len(lengths):
                size += lengths[number]
    return size
