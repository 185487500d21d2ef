"""From a file to rows, and from one row's corrected cells to the same values and messages."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from foundation.rosters.rules.shapes import Detected, Options, ReadRow


class Table:
    detected: Detected
    total: int | None

    def rows(self, skip: int = 0) -> Iterator[ReadRow]:
        raise NotImplementedError


def open_table(path: Path, name: str, options: Options) -> Table:
    raise NotImplementedError


def read_cells(cells: Mapping[str, str], options: Options) -> ReadRow:
    raise NotImplementedError
