"""How large a workbook becomes once it is opened. Its reader lays out every cell up to the last one that is filled, so one
cell in the far corner, or one that is repeated a million times, would take all the memory there is."""

import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from foundation.rosters.rules.archives import inflate, verify
from foundation.rosters.rules.shapes import Unreadable

MAX_CELLS = 5_000_000
MAX_TEXT = 300 * 2**20
OVERLAP = 256
STRINGS, CONTENT = "xl/sharedstrings.xml", "content.xml"
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,4})(\d{1,9})["']""")
ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)[\s>/]")
SHARED = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d+)""")
ODS_TAG = re.compile(rb"<table:(?:covered-)?(table|table-row|table-cell)\b(?!-)([^>]*)>")
REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,9})["']""")

# BIFF records that hold a cell or a run of them; the last column of a run stands at the record's end.
CELLS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6})
RUNS = frozenset({0x00BD, 0x00BE})
DIMENSIONS = 0x0200
XLS_ROWS, XLS_COLUMNS = 65_536, 256


def check_xlsx(path: Path, listed: Mapping[str, zipfile.ZipInfo], max_columns: int) -> None:
    """Any part may be named as a sheet, so all of them are looked at."""
    lengths = _shared_lengths(path, listed)
    longest, whole = max(lengths, default=0), 0
    for name, info in listed.items():
        if name.lower() == STRINGS:
            continue
        rows, columns, cells = _xlsx_extent(inflate(path, info))
        _refuse(rows, columns, max_columns, whole)
        whole += rows * columns
        if cells * longest > MAX_TEXT and _shared_text(inflate(path, info), lengths) > MAX_TEXT:
            raise Unreadable("archive_too_large", name, f"{MAX_TEXT >> 20} MB")


def _refuse(rows: int, columns: int, max_columns: int, others: int = 0) -> None:
    if columns > max(max_columns, 26) and rows * columns > MAX_CELLS // 10:
        raise Unreadable("too_many_columns", str(columns), str(max_columns))
    if rows * columns + others > MAX_CELLS:
        raise Unreadable("too_many_cells", str(rows * columns + others), str(MAX_CELLS))


def _overlapping(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Chunks that begin with the end of the one before, and how much of each was seen already."""
    tail = b""
    for chunk in chunks:
        yield tail + chunk, len(tail)
        tail = (tail + chunk)[-OVERLAP:]


def _xlsx_extent(chunks: Iterator[bytes]) -> tuple[int, int, int]:
    rows = cells = width = in_row = 0
    letters: set[bytes] = set()
    for chunk, seen in _overlapping(chunks):
        places = PLACE.findall(chunk)
        letters.update({place[0] for place in places})
        rows = max(rows, max((int(place[1]) for place in places), default=0))
        cells += len(places)
        if chunk.count(b"<c ") + chunk.count(b"<c>") > 2 * len(places):
            for tag in ROW_OR_CELL.finditer(chunk, max(seen - 2, 0)):
                in_row = 0 if tag[1] == b"row" else in_row + 1
                width = max(width, in_row)
                rows += tag[1] == b"row"
    return rows, max(width, max(map(_column, letters), default=0)), cells


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
            for chunk in inflate(path, info):
                *whole, rest = chunk.split(b"</si>")
                lengths += [len(text) for text in whole]
                if whole:
                    lengths[-len(whole)] += left
                left = len(rest) + (0 if whole else left)
    return lengths


def _shared_text(chunks: Iterator[bytes], lengths: list[int]) -> int:
    used = Counter(int(number) for chunk, _ in _overlapping(chunks) for number in SHARED.findall(chunk))
    return sum(lengths[number] * times for number, times in used.items() if number < len(lengths))


def check_ods(path: Path, listed: Mapping[str, zipfile.ZipInfo], max_columns: int) -> None:
    rows = columns = row = column = repeat = whole = 0
    verify(path, (info for name, info in listed.items() if name.lower() != CONTENT))
    info = next(info for name, info in listed.items() if name.lower() == CONTENT)
    for tag, attributes in _ods_tags(inflate(path, info)):
        times = int(found[1]) if (found := REPEATED.search(attributes)) else 1
        if tag == b"table":
            whole += rows * columns
            rows = columns = row = column = repeat = 0
            continue
        if tag == b"table-row":
            row, column, repeat = row + repeat, 0, times
            continue
        column += times
        if b"value-type" in attributes:
            rows, columns = max(rows, row + repeat), max(columns, column)
        _refuse(rows, columns, max_columns, whole)


def _ods_tags(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        end = text.rfind(b"<")
        for found in ODS_TAG.finditer(text, 0, max(end, 0)):
            yield found[1], found[2]
        tail = text[end:] if end >= 0 else b""


def _check_dimensions(stated: bytes) -> None:
    """Memory is reserved for what a sheet says of itself, so it has to be what a sheet of the format can be."""
    form = "<IIHH" if len(stated) >= 14 else "<HHHH"
    if len(stated) < struct.calcsize(form):
        raise Unreadable("broken_file")
    first, last, left, right = struct.unpack_from(form, stated)
    if not (first <= last <= XLS_ROWS and left <= right <= XLS_COLUMNS):
        raise Unreadable("broken_file")


def check_xls(stream: bytes, max_columns: int) -> None:
    rows = columns = at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind in RUNS and length >= 6:
            row, column = (
                struct.unpack_from("<H", stream, at + 4)[0],
                struct.unpack_from("<H", stream, at + length + 2)[0],
            )
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == DIMENSIONS:
            _check_dimensions(stream[at + 4 : at + 4 + length])
        at += 4 + length
    _refuse(rows, columns, max_columns)
