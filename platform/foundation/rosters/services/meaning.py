"""Members beside the rows that mean them: what the file says and what is stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import orjson

from foundation.kernel.statements import run
from foundation.programmes.services import Amendment
from foundation.rosters.models import Roster
from foundation.rosters.rules.differences import COMPARED, Difference, difference

SIDE_BY_SIDE = """
    SELECT r.number, r.outcome, m.id, m.person_id, m.cohort_id, u.claimed_at IS NOT NULL,
           r.guardian_name || r.guardian_email || r.guardian_phone <> '' OR r.consent_on IS NOT NULL,
           r.name, r.email, r.phone, CASE WHEN r.faults @> '[{"code": "language_default"}]' THEN '' ELSE r.language END,
           r.name_latin, r.birth_date, r.gender, r.organisation_id, r.group, r.learner_number,
           u.name, u.email, u.phone, u.language, u.name_latin, u.birth_date, u.gender, m.organisation_id, m.group,
           m.learner_number
      FROM unnest(%(numbers)s::int[], %(memberships)s::uuid[]) meant (number, membership)
      JOIN rosters_rosterrow r ON r.roster_id = %(roster)s AND r.number = meant.number
      JOIN programmes_membership m ON m.id = meant.membership
      JOIN accounts_user u ON u.id = m.person_id
     ORDER BY r.number
"""
HEAD = 7


@dataclass(frozen=True, slots=True)
class Meant:
    number: int
    outcome: str
    membership_id: UUID
    person_id: UUID
    cohort_id: UUID
    has_guardian: bool
    stored: dict[str, Any]
    difference: Difference

    def findings(self) -> str:
        return orjson.dumps([asdict(message) for message in self.difference.messages]).decode()

    def amendment(self) -> Amendment:
        return Amendment(self.membership_id, self.person_id, **self.difference.wanted)


def members_meant(roster: Roster, meant: Mapping[int, UUID]) -> list[Meant]:
    """`meant` maps a row's number to a membership."""
    if not meant:
        return []
    rows = run(SIDE_BY_SIDE, {"roster": roster.pk, "numbers": list(meant), "memberships": list(meant.values())})
    return [_meant(row) for row in rows]


def _meant(row: tuple[Any, ...]) -> Meant:
    number, outcome, membership_id, person_id, cohort_id, claimed, has_guardian = row[:HEAD]
    read = dict(zip(COMPARED, row[HEAD : HEAD + len(COMPARED)], strict=True))
    stored = dict(zip(COMPARED, row[HEAD + len(COMPARED) :], strict=True))
    said = difference(read, stored, claimed=claimed)
    return Meant(number, outcome, membership_id, person_id, cohort_id, has_guardian, stored, said)
