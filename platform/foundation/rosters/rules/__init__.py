"""Reading the list that a ministry has, and writing one that it can open. Values in, values out."""

from foundation.rosters.rules.reading import Table, open_table, read_cells
from foundation.rosters.rules.shapes import (
    ERRORS,
    FIELDS,
    NAME_PARTS,
    NOTES,
    NOTICES,
    PROBLEMS,
    Candidate,
    Column,
    Detected,
    Message,
    Options,
    ReadRow,
    Unreadable,
)
from foundation.rosters.rules.writing import csv_lines

__all__ = [
    "ERRORS",
    "FIELDS",
    "NAME_PARTS",
    "NOTES",
    "NOTICES",
    "PROBLEMS",
    "Candidate",
    "Column",
    "Detected",
    "Message",
    "Options",
    "ReadRow",
    "Table",
    "Unreadable",
    "csv_lines",
    "open_table",
    "read_cells",
]
