"""From a file to rows, and from one row's corrected cells to the same values and messages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from foundation.kernel.names import fold_name
from foundation.rosters.rules.dates import LONGEST_DATE, ORDERS, order_of
from foundation.rosters.rules.delimited import check_order, delimited, first_line
from foundation.rosters.rules.encodings import Encoding
from foundation.rosters.rules.grids import NONE, Grid, file_opener, text_of, workbook_grids
from foundation.rosters.rules.headers import says_hijri, says_order
from foundation.rosters.rules.kinds import kind_of
from foundation.rosters.rules.layouts import HEADER_WITHIN, Layout, check_columns, find_layout
from foundation.rosters.rules.oneroster import OneRoster
from foundation.rosters.rules.rows import RowReader
from foundation.rosters.rules.shapes import Column, Detected, Message, Options, ReadRow, Unreadable
from foundation.rosters.rules.values import NAMING, Readers
from foundation.rosters.rules.writing import as_meant

DATES = ("birth_date", "consent_on")
SAMPLES = 3
MAX_NOTES = 50
ALL_SHEETS = "*"
LONGEST_SHEET = 60  # of a sheet's name beside a row's number


@dataclass(slots=True)
class Section:
    """One sheet with a table in it, and what a first pass over it showed."""

    grid: Grid
    layout: Layout
    total: int = 0
    left_out: int = 0
    samples: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, set[str]] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        for line, row in enumerate(self.grid.rows(), 1):
            if line > self.layout.header_line and not self.layout.judge(row):
                yield line, row


@dataclass(slots=True)
class Found:
    """What the format tells before any row is read."""

    sections: list[Section]
    encoding: Encoding = field(default_factory=lambda: Encoding(""))
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    notes: list[Message] = field(default_factory=list)


class Table:
    """A file that can be read, row by row and as often as one likes."""

    def __init__(self, kind: str, found: Found, options: Options) -> None:
        self.sections, self.total = found.sections, 0
        for section in self.sections:
            survey(section, options, is_text=kind in ("csv", "oneroster"))
            self.total += section.total
            if self.total > options.max_rows:
                raise Unreadable("too_many_rows", str(self.total), str(options.max_rows))
        if not self.total:
            raise Unreadable("no_rows")
        orders = {name: _order(self.sections, name, options.date_order) for name in DATES}
        hijri = _hijri(self.sections)
        self.readers = Readers(options, orders, hijri)
        self.detected = _detected(kind, found, orders, hijri)

    def rows(self, skip: int = 0) -> Iterator[ReadRow]:
        number = 0
        for section in self.sections:
            if number + section.total <= skip:
                number += section.total
                continue
            reader = RowReader(section.layout, self.readers)
            sheet = f"{section.grid.name[:LONGEST_SHEET]}!" if len(self.sections) > 1 else ""
            for line, row in islice(section.lines(), max(skip - number, 0), None):
                skip = max(skip, number)
                yield reader.row(skip + 1, f"{sheet}{line}", row)
                skip += 1
            number += section.total


def open_table(path: Path, name: str, options: Options) -> Table:
    check_columns(options.columns)
    check_order(options.date_order, ORDERS)
    kind = kind_of(path, name)
    opened = {"csv": _text, "oneroster": _oneroster}.get(kind)
    found = opened(path, options) if opened else _workbook(path, kind, options)
    return Table(kind, found, options)


def read_cells(
    cells: Mapping[str, str], options: Options, orders: Mapping[str, str] | None = None, hijri: Collection[str] = ()
) -> ReadRow:
    """`cells` by field; `orders` and `hijri` as they were found in the file. Numbers and place are the caller's."""
    orders = dict.fromkeys(DATES, options.date_order) | dict(orders or {})
    return RowReader(Layout(0, (), ()), Readers(options, orders, frozenset(hijri))).corrected(cells)


def _text(path: Path, options: Options) -> Found:
    text = delimited(text_of(file_opener(path), options), options)
    grid = Grid("", text.rows)
    head = list(islice(grid.rows(), HEADER_WITHIN))
    _check_width(head, options)
    layout = find_layout(head, options)
    if layout is None:
        first = first_line(head)
        raise Unreadable("name_column_missing" if first.strip(" |") else "empty_file", first)
    return Found([Section(grid, layout)], text.encoding, "" if text.delimiter == NONE else text.delimiter)


def _oneroster(path: Path, options: Options) -> Found:
    source = OneRoster(path, options)
    grid = source.grid()
    header = next(grid.rows())
    _check_width([header], options)
    layout = source.layout(header)
    if not any(field in NAMING for field in layout.fields):
        raise Unreadable("name_column_missing", first_line([header]))
    return Found([Section(grid, layout)], source.encoding, ",", ("users.csv",))


def _workbook(path: Path, kind: str, options: Options) -> Found:
    grids = workbook_grids(path, kind, options.max_columns)
    names = tuple(grid.name for grid, _ in grids)
    wanted = _wanted(grids, options.sheet)
    sections: list[Section] = []
    notes: list[Message] = []
    first = ""
    for grid in wanted:
        head = list(islice(grid.rows(), HEADER_WITHIN))
        _check_width(head, options)
        first = first or first_line(head)
        layout = find_layout(head, options, grid.left())
        if layout and not (sections and not options.sheet):
            sections.append(Section(grid, layout))
        elif any(map(any, head)):
            notes.append(Message("sheet_unread" if layout else "sheet_without_table", grid.name, grid.name))
    if not sections:
        raise Unreadable("name_column_missing" if first else "empty_file", first)
    return Found(sections, sheets=names, notes=notes)


def _wanted(grids: list[tuple[Grid, bool]], sheet: str) -> list[Grid]:
    if sheet in ("", ALL_SHEETS):
        return [grid for grid, shown in grids if shown]
    found = [grid for grid, _ in grids if fold_name(grid.name) == fold_name(sheet)]
    if not found:
        raise Unreadable("sheet_unknown", sheet, ", ".join(grid.name for grid, _ in grids))
    return found


def _check_width(rows: list[list[str]], options: Options) -> None:
    for row in rows:
        if len(row) > options.max_columns and any(map(str.strip, row[options.max_columns :])):
            raise Unreadable("too_many_columns", str(len(row)), str(options.max_columns))


def survey(section: Section, options: Options, *, is_text: bool) -> None:
    """One pass: how many learners there are, which lines are none, and what the date columns hold."""
    layout, width = section.layout, len(section.layout.headers)
    dated = [(at, section.dates.setdefault(name, set())) for at, name in enumerate(layout.fields) if name in DATES]
    for line, row in enumerate(section.grid.rows(), 1):
        if line <= layout.header_line:
            continue
        if why := layout.judge(row):
            _note(section, why, line, row)
            continue
        section.total += 1
        if section.total <= SAMPLES * 10:
            _sample(section, row)
        for at, values in dated:
            if at < len(row):
                values.add(row[at][:LONGEST_DATE])
        if len(row) > width:
            _check_width([row], options)
            width = width if is_text else max(width, _filled(row))
    section.layout = layout.widened(width)


def _filled(row: list[str]) -> int:
    return next((at for at in range(len(row), 0, -1) if row[at - 1].strip()), 0)


def _note(section: Section, why: str, line: int, row: list[str]) -> None:
    section.left_out += why == "blank"
    if why != "blank" and len(section.notes) < MAX_NOTES:
        section.notes.append(Message(why, str(line), " ".join(filter(None, row))[:100]))


def _sample(section: Section, row: list[str]) -> None:
    for at, (header, cell) in enumerate(zip(section.layout.headers, row, strict=False)):
        told = section.samples.setdefault(header, [])
        if cell.strip() and len(told) < SAMPLES and at not in section.layout.hidden and as_meant(cell)[:80] not in told:
            told.append(as_meant(cell)[:80])


def _columns(sections: list[Section]) -> Iterator[tuple[Section, str, str]]:
    for section in sections:
        for header, name in zip(section.layout.headers, section.layout.fields, strict=True):
            yield section, header, name


def _order(sections: list[Section], name: str, declared: str) -> str:
    said = (says_order(header) for _, header, each in _columns(sections) if each == name)
    values = (value for section in sections for value in section.dates.get(name, ()))
    return declared or next(filter(None, said), "") or order_of(values)[0]


def _hijri(sections: list[Section]) -> frozenset[str]:
    return frozenset(name for _, header, name in _columns(sections) if name in DATES and says_hijri(header))


def _detected(kind: str, found: Found, orders: Mapping[str, str], hijri: frozenset[str]) -> Detected:
    columns: dict[str, Column] = {}
    for section, header, name in _columns(found.sections):
        columns.setdefault(header, Column(header, name, tuple(section.samples.get(header, ()))))
    notes = [note for section in found.sections for note in (*section.layout.notes, *section.notes)]
    if kind == "oneroster" and (skipped := found.sections[0].left_out):
        notes.append(Message("people_skipped", "", str(skipped)))
    if not orders["birth_date"] and any(order_of(section.dates.get("birth_date", ()))[1] for section in found.sections):
        notes.append(Message("date_order_needed", "birth_date"))
    return Detected(
        format=kind,
        encoding=found.encoding.name,
        delimiter=found.delimiter,
        sheets=found.sheets,
        header_line=found.sections[0].layout.header_line,
        columns=tuple(columns.values()),
        unknown=tuple(dict.fromkeys(name for section in found.sections for name in section.layout.unknown)),
        sample=found.encoding.sample,
        candidates=found.encoding.candidates,
        date_order=orders["birth_date"],
        orders=orders,
        hijri=tuple(sorted(hijri)),
        notes=tuple(found.notes + notes),
    )
