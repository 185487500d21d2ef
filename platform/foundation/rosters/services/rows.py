"""What several of a roster's jobs do with its rows."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db.models import QuerySet

from foundation.batches.models import Batch
from foundation.kernel.statements import run
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.rules import FIELDS, Message

READ = "rosters.read"  # the kind of batch
UNREAD = ""  # the outcome of a row that was corrected and not yet read again
CHUNK = 2000
MARK = """
    UPDATE rosters_rosterrow r
       SET due = false, applied = given.applied, before = coalesce(given.before, r.before),
           person_id = coalesce(given.person, r.person_id), membership_id = coalesce(given.membership, r.membership_id),
           invitation_id = coalesce(given.invitation, r.invitation_id), findings = r.findings || given.finding
      FROM unnest(%(numbers)s::int[], %(applied)s::bool[], %(before)s::jsonb[], %(people)s::uuid[], %(memberships)s::uuid[],
                  %(invitations)s::uuid[], %(findings)s::jsonb[])
           AS given (number, applied, before, person, membership, invitation, finding)
     WHERE r.roster_id = %(roster)s AND r.number = given.number
"""


class Marks:
    """What became of the rows of a chunk, written in one statement."""

    def __init__(self, roster: Roster) -> None:
        self.roster_id = roster.pk
        self.rows: list[tuple[Any, ...]] = []

    def done(
        self,
        number: int,
        *,
        applied: bool = True,
        before: Mapping[str, Any] | None = None,
        ids: tuple[UUID, UUID, UUID] | None = None,
        findings: Sequence[Message] = (),
    ) -> None:
        person, membership, invitation = ids or (None, None, None)
        kept = None if before is None else orjson.dumps(before).decode()
        self.rows.append((number, applied, kept, person, membership, invitation, _json(findings)))

    def failed(self, number: int, code: str, *, applied: bool = False, field: str = "", read: str = "") -> None:
        finding = Message(code, field, read)
        self.rows.append((number, applied, None, None, None, None, _json([finding])))

    def counts(self, outcomes: Mapping[int, str]) -> dict[str, int]:
        """How many rows had each outcome; what could not be done is `failed`."""
        return dict(Counter(outcomes[number] if applied else "failed" for number, applied, *_ in self.rows))

    def undone_counts(self) -> dict[str, int]:
        return dict(Counter("failed" if applied else "undone" for _, applied, *_ in self.rows))

    def write(self) -> None:
        names = ("numbers", "applied", "before", "people", "memberships", "invitations", "findings")
        columns: Sequence[Sequence[Any]] = list(zip(*self.rows, strict=True)) or [()] * len(names)
        run(
            MARK,
            {"roster": self.roster_id, **{name: list(column) for name, column in zip(names, columns, strict=True)}},
        )


def _json(findings: Sequence[Message]) -> str:
    return orjson.dumps(list(findings)).decode()


def due_rows(rows: QuerySet[RosterRow]) -> Iterator[list[RosterRow]]:
    """Chunks of those that are still due, in order. The next chunk is looked for behind the last: before it lie the index
    entries of rows that are done."""
    last = 0
    while chunk := list(rows.filter(due=True, number__gt=last).order_by("number")[:CHUNK]):
        yield chunk
        last = chunk[-1].number


def roster_id_of(batch: Batch) -> UUID:
    """Raise `LookupError` for a batch of something else."""
    if batch.subject_id is None:
        raise LookupError
    return batch.subject_id


def fields_of(detected: Mapping[str, Any]) -> dict[str, str]:
    """Which field each of a row's cells stands for, by the file's headers and by those of `brought`; "" for one that is only
    kept."""
    own = {column["header"]: column["field"] for column in detected.get("columns", ())}
    return {brought(field, own): field for field in FIELDS} | own


def brought(field: str, headers: Container[str]) -> str:
    """The header of what a correction brings in beside the file's columns: none of theirs, which may have been set aside."""
    return field if field not in headers else brought(f"{field}*", headers)
