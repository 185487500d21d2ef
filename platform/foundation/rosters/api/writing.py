"""The file of rows that goes out, with what was said of each in the reader's language."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.utils.translation import override

from foundation.accounts.models import User
from foundation.kernel.language import current
from foundation.kernel.spreadsheets import csv_of_rows
from foundation.rosters.models import RosterRow
from foundation.rosters.notices import say
from foundation.rosters.rules.terms import RESULT
from foundation.rosters.selectors import rows_of_file

AT_ONCE = 2000


def rows_file(actor: User, roster_id: UUID, outcome: str | None = None) -> Iterator[bytes]:
    """It is written while it goes out, when the request's language is over: hence taken down now."""
    header, rows = rows_of_file(actor, roster_id, outcome)
    language = current()
    return csv_of_rows([*header, *RESULT], rows, partial(_line, header, language), at_once=AT_ONCE)


def _line(header: list[str], language: str, row: RosterRow) -> list[str]:
    with override(language):
        said = " ".join(say(message) for message in row.told)
    return [*(row.cells.get(name, "") for name in header), str(row.number), row.outcome, said]
