"""Any of the formats as sheets of rows of texts, row by row."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import python_calamine as calamine

from foundation.rosters.rules import archives
from foundation.rosters.rules.encodings import Encoding, Open, examine
from foundation.rosters.rules.extents import MAX_CELLS, check_xlsx
from foundation.rosters.rules.extents_ods import check_ods
from foundation.rosters.rules.extents_xls import check_xls
from foundation.rosters.rules.ole import workbook_bytes
from foundation.rosters.rules.shapes import Options, Unreadable

RUNAWAY = 30  # lines that one record may take; more, and a quote was left open
DELIMITERS = (",", ";", "\t", "|")
NONE = "\x1f"  # the delimiter of a file of one column
NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
DIGITS_KEPT = 1e15  # a number beyond has lost its last digits in the spreadsheet


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `rows` begins anew each time; its first row is row 1 of the sheet, its first cell in the column `left()`."""

    name: str
    rows: Callable[[], Iterator[list[str]]]
    left: Callable[[], int] = int


@dataclass(frozen=True, slots=True)
class Text:
    """Delimited text in a file or in an archive."""

    opened: Open
    encoding: Encoding
    delimiter: str = ","
    first: int = 0  # leading lines that only say the delimiter

    def head(self, size: int = 1 << 16) -> str:
        with self._decoded() as file:
            return file.read(size)

    def rows(self) -> Iterator[list[str]]:
        csv.field_size_limit(1 << 17)
        with self._decoded() as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            before = 0
            try:
                for row in islice(reader, self.first, None):
                    if reader.line_num - before > RUNAWAY + self.first:
                        raise Unreadable("quote_open", str(before + 1))
                    before = reader.line_num
                    yield row
            except csv.Error as wrong:
                raise Unreadable("quote_open", str(before + 1)) from wrong

    def _decoded(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self.opened(), encoding=self.encoding.name, newline="")


def text_of(opened: Open, options: Options) -> Text:
    return Text(opened, examine(opened, options.encoding, options.languages))


def declared_delimiter(wanted: str) -> str:
    delimiter = NAMED.get(wanted.lower(), wanted)
    if len(delimiter) != 1 or delimiter in '"\r\n\0 ' or delimiter.isalnum():
        raise Unreadable("delimiter_wrong", wanted[:20], ", ; tab |")
    return delimiter


def workbook_grids(path: Path, kind: str, max_columns: int) -> list[tuple[Grid, bool]]:
    """The sheets, and whether each is shown."""
    _look_before(path, kind, max_columns)
    with _readable():
        book = calamine.CalamineWorkbook.from_path(path)
    sheets = Sheets(book)
    return [
        (
            Grid(sheet.name, partial(sheets.rows, sheet.name), partial(sheets.left, sheet.name)),
            sheet.visible == calamine.SheetVisibleEnum.Visible,
        )
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]


@contextmanager
def _readable() -> Iterator[None]:
    """The reader's ways of giving up, a panic among them (which is no Exception)."""
    try:
        yield
    except calamine.PasswordError as locked:
        raise Unreadable("encrypted") from locked
    except (calamine.CalamineError, OSError) as broken:
        raise Unreadable("broken_file") from broken
    except BaseException as panic:
        if type(panic).__name__ == "PanicException":
            raise Unreadable("broken_file") from panic
        raise


def _look_before(path: Path, kind: str, max_columns: int) -> None:
    if kind == "xls":
        check_xls(workbook_bytes(path), max_columns)
        return
    listed = archives.entries(path)
    check = check_ods if kind == "ods" else check_xlsx
    check(path, listed, max_columns)


class Sheets:
    """Of one workbook, each laid out when it is first asked for."""

    def __init__(self, book: calamine.CalamineWorkbook) -> None:
        self.book = book
        self.loaded: dict[str, calamine.CalamineSheet] = {}

    def rows(self, name: str) -> Iterator[list[str]]:
        for row in self._sheet(name).iter_rows():
            yield [cell if type(cell) is str and "\0" not in cell else cell_text(cell) for cell in row]

    def left(self, name: str) -> int:
        return (self._sheet(name).start or (0, 0))[1]

    def _sheet(self, name: str) -> calamine.CalamineSheet:
        if name not in self.loaded:
            if sum(sheet.total_height * sheet.total_width for sheet in self.loaded.values()) > MAX_CELLS:
                self.loaded.clear()  # many sheets of one part: each is as large as a workbook may be
            with _readable():
                self.loaded[name] = self.book.get_sheet_by_name(name)
        return self.loaded[name]


def cell_text(value: Any) -> str:
    """What a typed cell would read as in a text file: whole numbers without a point, dates year first."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < DIGITS_KEPT
        return str(int(value)) if whole else f"{value:.14E}" if abs(value) >= DIGITS_KEPT else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time.min else value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def file_opener(path: Path) -> Open:
    def opened() -> BinaryIO:
        return path.open("rb")

    return opened
