"""What a member was before a roster wrote of her, as far as that may be put back."""

from datetime import date
from typing import Any
from uuid import UUID

from foundation.consents.services import GuardianNote
from foundation.programmes.models import Cohort
from foundation.programmes.services import Amendment
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.rules.differences import COMPARED, HER_OWN
from foundation.rosters.rules.shapes import Message
from foundation.rosters.services.meaning import NOTES, Meant

SCHOOL = "organisation_id"


def amendment_back(row: RosterRow, member: Meant, roster: Roster, cohort: Cohort) -> Amendment:
    """`member` is as she is now, in the `cohort` that she was in before."""
    former, values = _former(row), dict(member.stored)
    for field in _written(row, member):
        if not (member.claimed and field in HER_OWN):
            values[field] = former[field]
    if member.stored[SCHOOL] == _school_since(row, former, roster, cohort):
        values[SCHOOL] = former[SCHOOL]
    return Amendment(member.membership_id, member.person_id, **values)


def noted_before(row: RosterRow, person_id: UUID) -> GuardianNote:
    return GuardianNote(person_id, *((row.before or {})["guardian"][field] for field in NOTES.values()))


def kept_by_her(row: RosterRow, member: Meant | None) -> list[Message]:
    """What the roster wrote and can't be taken back, since the account is hers by now."""
    if member is None or not member.claimed:
        return []
    former = _former(row)
    return [
        Message("stays", field, str(former[field]), str(member.stored[field]))
        for field in _written(row, member)
        if field in HER_OWN
    ]


def _written(row: RosterRow, member: Meant) -> list[str]:
    """The fields that are still as the roster left them, and were otherwise before."""
    former = _former(row)
    fields = [field for field in COMPARED if field != SCHOOL and getattr(row, field)]
    return [field for field in fields if former[field] != getattr(row, field) == member.stored[field]]


def _school_since(row: RosterRow, former: dict[str, Any], roster: Roster, cohort: Cohort) -> UUID:
    """Whose school is a cohort's own organisation changes it with the cohort: there with the roster, and back again."""
    here, there = roster.cohort.organisation_id, cohort.organisation_id
    left: UUID = row.organisation_id or (here if former[SCHOOL] == there else former[SCHOOL])
    return there if left == here else left


def _former(row: RosterRow) -> dict[str, Any]:
    values = {name: (row.before or {})[name] for name in COMPARED}
    values["birth_date"] = date.fromisoformat(values["birth_date"]) if values["birth_date"] else None
    values[SCHOOL] = UUID(values[SCHOOL])
    return values
