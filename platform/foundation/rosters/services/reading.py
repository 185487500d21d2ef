"""From the file to rows, and from corrected cells to the row anew."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from operator import attrgetter
from typing import Any

from foundation.batches.models import Batch
from foundation.batches.services import Chunk
from foundation.files.services import open_local
from foundation.kernel.clock import today
from foundation.kernel.statements import copy_in
from foundation.programmes.selectors import schools_by_name
from foundation.rosters.enums import Outcome, RosterStatus
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.rules import Options, ReadRow, Unreadable, open_table, read_cells
from foundation.rosters.rules.terms import RESULT
from foundation.rosters.services.reconciling import preview
from foundation.rosters.services.rows import CHUNK, READ, UNREAD, fields_of, roster_id_of

KIND = READ
TEXTS = (
    "name", "name_latin", "learner_number", "email", "phone", "gender", "language", "school", "group",
    "guardian_name", "guardian_email", "guardian_phone", "relationship",
)  # fmt: skip
VALUES = (*TEXTS, "birth_date", "consent_on", "organisation_id")
values_of = attrgetter(*VALUES)
COLUMNS = (
    "roster_id",
    "number",
    "revision",
    "place",
    "cells",
    "faults",
    "findings",
    "outcome",
    "due",
    "applied",
    *VALUES,
)


def work(batch: Batch) -> Iterator[Chunk]:
    """Read what is unread yet, then compare all of it with who is there."""
    roster = Roster.objects.select_related("cohort__organisation__state", "file").get(pk=roster_id_of(batch))
    try:
        yield from _correct(roster) if batch.params.get("again") else _read(roster, batch.done)
    except Unreadable as fault:
        _refuse(roster, fault)
        yield Chunk(count=0)
        return
    preview(roster, asker=batch.owner)
    yield Chunk(count=0)


def finish(batch: Batch) -> None:
    waiting = Roster.objects.filter(pk=roster_id_of(batch), status=RosterStatus.READING)
    waiting.update(status=RosterStatus.PREVIEWED)


def give_up(batch: Batch) -> None:
    """Stopped, or failed for a reason of ours. What was read before stays, corrections too, and waits for another preview."""
    waiting = Roster.objects.filter(pk=roster_id_of(batch), status=RosterStatus.READING)
    status = RosterStatus.PREVIEWED if batch.params.get("again") else RosterStatus.FAILED
    waiting.update(status=status, digest="", problem=batch.problem or "stopped")


def options_of(roster: Roster) -> Options:
    cohort = roster.cohort
    state = cohort.organisation.state
    languages = [language for language in cohort.languages if language in state.languages] + state.languages
    return Options(
        today=today(),
        country=state.code,
        languages=tuple(dict.fromkeys(languages)),
        default_language=cohort.languages[0],
        schools=schools_by_name(state.id),
        **{**roster.options, "columns": dict.fromkeys(RESULT, "") | roster.options.get("columns", {})},
    )


def _read(roster: Roster, done: int) -> Iterator[Chunk]:
    if roster.file is None:
        raise Unreadable("empty_file")
    with open_local(roster.file) as path:
        table = open_table(path, roster.file.name, options_of(roster))
        roster.detected = asdict(table.detected)
        roster.save(update_fields=["detected"])
        rows = table.rows(skip=done)
        while chunk := list(islice(rows, CHUNK)):
            copy_in(RosterRow, COLUMNS, (_stored(roster, row) for row in chunk))
            yield Chunk(count=len(chunk), total=table.total)


def _stored(roster: Roster, row: ReadRow) -> tuple[Any, ...]:
    outcome = Outcome.ERROR if row.is_error else Outcome.ADD
    head: tuple[Any, ...] = (
        roster.id,
        row.number,
        1,
        row.place,
        row.cells,
        row.messages,
        [],
        outcome.value,
        not row.is_error,
        False,
    )
    return (*head, *values_of(row))


def _correct(roster: Roster) -> Iterator[Chunk]:
    """The field of a cell is its column's; a correction may have brought a field that the file has no column for."""
    options, detected = options_of(roster), roster.detected
    fields = fields_of(detected)
    while rows := list(RosterRow.objects.filter(roster=roster, outcome=UNREAD).order_by("number")[:CHUNK]):
        for row in rows:
            cells = {fields.get(header, ""): text for header, text in row.cells.items()}
            _take(row, read_cells(cells, options, detected.get("orders"), detected.get("hijri", ())))
        RosterRow.objects.bulk_update(rows, [*VALUES, "faults", "findings", "outcome"], batch_size=500)
        yield Chunk(count=len(rows))


def _take(row: RosterRow, read: ReadRow) -> None:
    for name in VALUES:
        setattr(row, name, getattr(read, name))
    row.faults = [asdict(message) for message in read.messages]
    row.findings = []
    row.outcome = Outcome.ERROR if read.is_error else Outcome.ADD


def _refuse(roster: Roster, fault: Unreadable) -> None:
    RosterRow.objects.filter(roster=roster).delete()
    roster.status = RosterStatus.FAILED
    roster.problem, roster.problem_read, roster.problem_expected = fault.code, fault.read, fault.expected
    roster.save(update_fields=["status", "problem", "problem_read", "problem_expected"])
