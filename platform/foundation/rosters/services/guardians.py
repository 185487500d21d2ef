"""What a roster's rows say of guardians, on its way to the consents."""

from collections.abc import Sequence
from uuid import UUID

from foundation.consents.enums import Method
from foundation.consents.services import ConsentEntry, GuardianNote, note_guardians, record_consents
from foundation.rosters.models import Roster, RosterRow


def said_of_guardian(row: RosterRow, person_id: UUID) -> GuardianNote:
    return GuardianNote(person_id, row.guardian_name, row.relationship, row.guardian_email, row.guardian_phone)


def evidence_of(roster: Roster) -> str:
    """What a consent that a list enters says of where it comes from."""
    return f"roster {roster.pk}"


def note_guardians_of(people: Sequence[tuple[RosterRow, UUID]], roster: Roster) -> None:
    notes = [
        said_of_guardian(row, person_id)
        for row, person_id in people
        if row.guardian_name or row.guardian_email or row.guardian_phone
    ]
    note_guardians(state_id=roster.state_id, guardians=notes)


def record_consents_of(people: Sequence[tuple[RosterRow, UUID]], roster: Roster, actor_id: UUID | None) -> None:
    entries = [
        ConsentEntry(person_id, row.consent_on, row.guardian_name, row.relationship)
        for row, person_id in people
        if row.consent_on
    ]
    if entries and actor_id:
        record_consents(
            actor_id=actor_id,
            method=Method.ROSTER,
            state_id=roster.state_id,
            entries=entries,
            evidence=evidence_of(roster),
        )
