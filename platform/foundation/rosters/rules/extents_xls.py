"""How large an old Excel workbook becomes: what its records say, before its reader takes memory for it."""

import struct
from collections.abc import Iterator

from foundation.rosters.rules.extents import refuse, refuse_text
from foundation.rosters.rules.shapes import Unreadable

# BIFF records that hold a cell or a run of them; the last column of a run stands at the record's end.
CELLS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6})
RUNS = frozenset({0x00BD, 0x00BE})
BEGIN, SHEET, DIMENSIONS, STRINGS, CONTINUE, SHARED = 0x0809, 0x0085, 0x0200, 0x00FC, 0x003C, 0x00FD
MAX_ROWS, MAX_COLUMNS = 65_536, 256
WIDE, RICH, FOREIGN = 0x01, 0x08, 0x04  # how a text is stored


def check_xls(stream: bytes, max_columns: int) -> None:
    rows = columns = whole = text = 0
    begun, sheets = set(), []
    lengths = text_lengths(stream)
    for at, kind, content in _records(stream):
        if kind == BEGIN:
            begun.add(at)
            refuse(rows, columns, max_columns, whole)
            whole, rows, columns = whole + rows * columns, 0, 0
        elif kind == SHEET and len(content) >= 4:
            sheets.append(struct.unpack_from("<I", content)[0])
        elif kind == DIMENSIONS:
            _check_dimensions(content)
        elif (kind in CELLS and len(content) >= 4) or (kind in RUNS and len(content) >= 6):
            row, column = struct.unpack_from("<HH", content)
            last = struct.unpack_from("<H", content, len(content) - 2)[0] if kind in RUNS else column
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            text += _shared(content, lengths) if kind == SHARED else 0
    refuse(rows, columns, max_columns, whole)
    refuse_text(text)
    if len(set(sheets)) < len(sheets) or not begun.issuperset(sheets):
        raise Unreadable("broken_file")  # the same cells would be read for each sheet


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _check_dimensions(stated: bytes) -> None:
    """Memory is reserved for what a sheet says of itself, so it has to be what a sheet of the format can be."""
    form = "<IIHH" if len(stated) >= 14 else "<HHHH"
    if len(stated) < struct.calcsize(form):
        raise Unreadable("broken_file")
    first, last, left, right = struct.unpack_from(form, stated)
    if not (first <= last <= MAX_ROWS and left <= right <= MAX_COLUMNS):
        raise Unreadable("broken_file")


def _shared(content: bytes, lengths: list[int]) -> int:
    number = struct.unpack_from("<I", content, 6)[0] if len(content) >= 10 else 0
    return lengths[number] if number < len(lengths) else 0


def text_lengths(stream: bytes) -> list[int]:
    """Of the texts that cells share."""
    pieces: list[bytes] = []
    for _at, kind, content in _records(stream):
        if kind == STRINGS or (pieces and kind == CONTINUE):
            pieces.append(content)
        elif pieces:
            break
    try:
        return list(_Texts(pieces).lengths()) if pieces else []
    except (struct.error, IndexError) as torn:
        raise Unreadable("broken_file") from torn


class _Texts:
    """A table of texts over several records. Letters that go on in the next record say anew how they are stored."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.piece, self.at = pieces, 0, 8

    def lengths(self) -> Iterator[int]:
        for _ in range(struct.unpack_from("<I", self.pieces[0], 4)[0]):
            if self._left() == 0 and self.piece + 1 == len(self.pieces):
                return
            yield self._text()

    def _text(self) -> int:
        if self._left() == 0:
            self.piece, self.at = self.piece + 1, 0
        letters, stored = struct.unpack_from("<HB", self.pieces[self.piece], self.at)
        self.at += 3
        runs = struct.unpack_from("<H", self._here(2))[0] if stored & RICH else 0
        foreign = struct.unpack_from("<I", self._here(4))[0] if stored & FOREIGN else 0
        self._pass_letters(letters, 2 if stored & WIDE else 1)
        self._pass(4 * runs + foreign)
        return int(letters)

    def _here(self, size: int) -> bytes:
        self.at += size
        return self.pieces[self.piece][self.at - size : self.at]

    def _left(self) -> int:
        return len(self.pieces[self.piece]) - self.at

    def _pass_letters(self, letters: int, width: int) -> None:
        while letters > (fitting := self._left() // width):
            letters -= fitting
            self.piece, self.at = self.piece + 1, 1
            width = 2 if self.pieces[self.piece][0] & WIDE else 1
        self.at += letters * width

    def _pass(self, size: int) -> None:
        while size > self._left():
            size -= self._left()
            self.piece, self.at = self.piece + 1, 0
        self.at += size
