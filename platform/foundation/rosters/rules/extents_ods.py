"""How large an OpenDocument sheet becomes: cells, rows and spaces can be said once and repeated."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from foundation.rosters.rules.archives import inflate, verify
from foundation.rosters.rules.extents import refuse, refuse_text, whole_tags
from foundation.rosters.rules.shapes import Unreadable

CONTENT = "content.xml"
TAG = re.compile(
    rb"""<(?:table:(?:covered-)?(table|table-row|table-cell)|text:(s))(?=[\s/>])"""
    rb"""(?:((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>)?"""
)
TIMES = re.compile(rb"""(?:number-(?:rows|columns)-repeated|text:c)\s*=\s*["']([^"']*)["']""")


@dataclass(slots=True)
class _Sheet:
    """The table so far: `row` rows are done, and the one begun stands there `times` times."""

    rows: int = 0
    columns: int = 0
    row: int = 0
    times: int = 0
    column: int = 0

    def begin_row(self, times: int) -> None:
        self.row, self.times, self.column = self.row + self.times, times, 0

    def cell(self, times: int, *, filled: bool) -> None:
        self.column += times
        if filled:
            self.rows, self.columns = max(self.rows, self.row + self.times), max(self.columns, self.column)


def check_ods(path: Path, listed: Mapping[str, zipfile.ZipInfo], max_columns: int) -> None:
    verify(path, (info for name, info in listed.items() if name.lower() != CONTENT))
    info = next(info for name, info in listed.items() if name.lower() == CONTENT)
    sheet, whole, text, copies = _Sheet(), 0, 0, 1
    for tag, attributes, behind in _tags(whole_tags(inflate(path, info))):
        times = _times(attributes)
        if tag == b"table-cell":
            filled = b"value" in attributes or b"formula" in attributes
            sheet.cell(times, filled=filled)
            copies = times * sheet.times if filled else 1
        elif tag == b"table-row":
            sheet.begin_row(times)
        elif tag == b"table":
            refuse(sheet.rows, sheet.columns, max_columns, whole)
            whole, sheet = whole + sheet.rows * sheet.columns, _Sheet()
        text += behind * (copies - 1) + (times * copies if tag == b"s" else 0)
    refuse(sheet.rows, sheet.columns, max_columns, whole)
    refuse_text(text)


def _tags(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, int]]:
    """Each tag that matters, its attributes, and how many bytes stand behind it; no tag for those at a piece's beginning."""
    for piece in pieces:
        found = list(TAG.finditer(piece))
        first, *ends = [tag.start() for tag in found] + [len(piece)]
        yield b"", b"", first
        for tag, end in zip(found, ends, strict=True):
            if tag[3] is None:
                raise Unreadable("broken_file")
            yield tag[1] or tag[2], tag[3], end - tag.end()


def _times(attributes: bytes) -> int:
    said = TIMES.findall(attributes) if b"repeated" in attributes or b"text:c" in attributes else ()
    if not all(number.strip().isdigit() and len(number) < 10 for number in said):
        raise Unreadable("broken_file")
    return max(map(int, said), default=1)
