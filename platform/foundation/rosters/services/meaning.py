"""Members beside the rows that mean them: what the file says and what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson

from foundation.kernel.statements import run
from foundation.programmes.models import Organisation
from foundation.programmes.services import Amendment
from foundation.rosters.enums import Outcome
from foundation.rosters.models import Roster
from foundation.rosters.rules.differences import COMPARED, PLACE, Difference, difference
from foundation.rosters.rules.shapes import Message
from foundation.rosters.services.ties import CHOSEN, Step

# Of each field that is compared: what the file says ("" or null: nothing) and what is stored.
LANGUAGE = """CASE WHEN r.faults @> '[{"code": "language_default"}]' THEN '' ELSE r.language END"""
SIDES = {name: (f'r."{name}"', f'm."{name}"' if name in PLACE else f"u.{name}") for name in COMPARED}
SIDES["language"] = (LANGUAGE, "u.language")


def _says_nothing_else(read: str, stored: str) -> str:
    return f"coalesce(nullif({read}::text, ''), {stored}::text) IS NOT DISTINCT FROM {stored}::text"


GUARDED = "(r.guardian_name || r.guardian_email || r.guardian_phone <> '' OR r.consent_on IS NOT NULL)"
GIVEN = "unnest(%(numbers)s::int[], %(memberships)s::uuid[])"
TOGETHER = """
      FROM {} meant (number, membership)
      JOIN rosters_rosterrow r ON r.roster_id = %(roster)s AND r.number = meant.number
      JOIN programmes_membership m ON m.id = meant.membership
      JOIN accounts_user u ON u.id = m.person_id
"""
NOTES = {"name": "guardian_name", "relationship": "relationship", "email": "guardian_email", "phone": "guardian_phone"}
SIDE_BY_SIDE = f"""
    SELECT r.number, r.outcome, m.id, m.person_id, m.cohort_id, u.claimed_at IS NOT NULL,
           m.status = 'withdrawn', r.consent_on IS NOT NULL,
           ARRAY[{", ".join(f"r.{read}" for read in NOTES.values())}],
           ARRAY[{", ".join(f"coalesce(g.{noted}, '')" for noted in NOTES)}],
           {", ".join(read for read, _ in SIDES.values())}, {", ".join(stored for _, stored in SIDES.values())}
    {TOGETHER.format(GIVEN)} LEFT JOIN consents_guardian g ON g.person_id = m.person_id ORDER BY r.number
"""
HEAD = 10
SCHOOL = "organisation_id"
KNOWN = " AND ".join(_says_nothing_else(f"r.{read}", f"g.{noted}") for noted, read in NOTES.items())
NOTED = f"""EXISTS (SELECT FROM consents_guardian g WHERE g.person_id = m.person_id AND r.consent_on IS NULL
                       AND {KNOWN})"""
SAME = f"""
    UPDATE rosters_rosterrow row
       SET outcome = 'keep', person_id = same.person, membership_id = same.membership, findings = '[]', due = false
      FROM (SELECT r.number, m.person_id AS person, m.id AS membership {TOGETHER.format(f"({CHOSEN})")}
             WHERE r.outcome <> 'error' AND m.cohort_id = %(cohort)s AND m.status <> 'withdrawn' AND (NOT {GUARDED} OR {NOTED})
               AND {" AND ".join(_says_nothing_else(*sides) for sides in SIDES.values())}) same
     WHERE row.roster_id = %(roster)s AND row.number = same.number
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Meant:
    number: int
    outcome: str
    membership_id: UUID
    person_id: UUID
    cohort_id: UUID
    has_consent: bool
    said: dict[str, str]
    noted: dict[str, str]
    claimed: bool
    withdrawn: bool
    stored: dict[str, Any]
    difference: Difference

    def becomes(self, cohort_id: UUID) -> Outcome:
        """Whoever was withdrawn is added anew, and is the same person."""
        if self.withdrawn:
            return Outcome.ADD
        return Outcome.KEEP if self.cohort_id == cohort_id else Outcome.MOVE

    def asks_for_something(self, cohort_id: UUID) -> bool:
        return self.becomes(cohort_id) != Outcome.KEEP or self.difference.changes or self.tells_of_guardian()

    def tells_of_guardian(self) -> bool:
        """Of one who has agreed, or otherwise than is noted."""
        return self.has_consent or any(text not in ("", self.noted[field]) for field, text in self.said.items())

    def new_number(self) -> str:
        """The learner number that she is to have and has not, "" for none."""
        wanted = str(self.difference.wanted["learner_number"])
        return wanted if self.withdrawn or wanted != self.stored["learner_number"] else ""

    def findings(self) -> str:
        first = [Message("comes_back", "")] if self.withdrawn else []
        others = [
            Message("will_change", field, text, self.noted[field])
            for field, text in self.said.items()
            if text and self.noted[field] not in ("", text)
        ]
        return orjson.dumps([*first, *self.difference.messages, *others]).decode()

    def amendment(self) -> Amendment:
        return Amendment(self.membership_id, self.person_id, **self.difference.wanted)


def keep_the_same(roster: Roster, step: Step) -> None:
    """Mark the rows that say of the members of the cohort whom they mean nothing but what is stored."""
    run(SAME, {"roster": roster.pk, "cohort": roster.cohort_id, **step})


def members_meant(roster: Roster, meant: Mapping[int, UUID]) -> list[Meant]:
    """`meant` maps a row's number to a membership."""
    if not meant:
        return []
    rows = run(SIDE_BY_SIDE, {"roster": roster.pk, "numbers": list(meant), "memberships": list(meant.values())})
    return _with_schools([_meant(row) for row in rows])


def _with_schools(members: list[Meant]) -> list[Meant]:
    """Where a school changes, its slug is told: an id says nothing to people."""
    changing = [said for member in members for said in member.difference.messages if said.field == SCHOOL]
    if not changing:
        return members
    ids = {pk for said in changing for pk in (said.read, said.expected)}
    slugs = {str(pk): slug for pk, slug in Organisation.objects.filter(pk__in=ids).values_list("pk", "slug")}
    return [replace(member, difference=_told(member.difference, slugs)) for member in members]


def _told(difference: Difference, slugs: Mapping[str, str]) -> Difference:
    messages = (
        replace(said, field="school", read=slugs[said.read], expected=slugs[said.expected])
        if said.field == SCHOOL
        else said
        for said in difference.messages
    )
    return replace(difference, messages=tuple(messages))


def _meant(row: tuple[Any, ...]) -> Meant:
    number, outcome, membership_id, person_id, cohort_id, claimed, withdrawn, has_consent, told, noted = row[:HEAD]
    read = dict(zip(COMPARED, row[HEAD : HEAD + len(COMPARED)], strict=True))
    stored = dict(zip(COMPARED, row[HEAD + len(COMPARED) :], strict=True))
    said = dict(zip(NOTES.values(), told, strict=True))
    if not any(text for field, text in said.items() if field != NOTES["relationship"]):
        said = dict.fromkeys(said, "")  # a mother without name or address is nobody yet
    return Meant(
        number=number,
        outcome=outcome,
        membership_id=membership_id,
        person_id=person_id,
        cohort_id=cohort_id,
        claimed=claimed,
        withdrawn=withdrawn,
        has_consent=has_consent,
        said=said,
        noted=dict(zip(NOTES.values(), noted, strict=True)),
        stored=stored,
        difference=difference(read, stored, claimed=claimed),
    )
