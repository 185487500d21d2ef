"""Everything that writes: guardians and their links, their answers; and the question that others ask before they write."""

from foundation.consents.services.capabilities import require
from foundation.consents.services.recording import ConsentEntry, record_consents
from foundation.consents.services.requests import Ask, GuardianNote, ask_guardians, ask_of, note_guardians

__all__ = [
    "Ask",
    "ConsentEntry",
    "GuardianNote",
    "ask_guardians",
    "ask_of",
    "note_guardians",
    "record_consents",
    "require",
]
