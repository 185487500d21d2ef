"""Reading the list that a ministry has. Values in, values out."""

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
    "open_table",
    "read_cells",
]
