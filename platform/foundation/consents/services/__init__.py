"""Everything that writes: guardians and their links, their answers, state rules; and the question that others ask before they
write."""

from foundation.consents.services.answering import answer, open_link
from foundation.consents.services.asking import ask_by_mail, not_delivered, not_written, sweep
from foundation.consents.services.attesting import Attested, attest
from foundation.consents.services.capabilities import require
from foundation.consents.services.parting import forget, pass_on
from foundation.consents.services.profile import change_me
from foundation.consents.services.recording import ConsentEntry, record_consents
from foundation.consents.services.renewing import renew_links
from foundation.consents.services.requests import Ask, GuardianNote, ask_guardians, ask_of, note_guardians
from foundation.consents.services.ruling import set_rule
from foundation.consents.services.taking_back import restore_guardians, take_back_consents

__all__ = [
    "Ask",
    "Attested",
    "ConsentEntry",
    "GuardianNote",
    "answer",
    "ask_by_mail",
    "ask_guardians",
    "ask_of",
    "attest",
    "change_me",
    "forget",
    "not_delivered",
    "not_written",
    "note_guardians",
    "open_link",
    "pass_on",
    "record_consents",
    "renew_links",
    "require",
    "restore_guardians",
    "set_rule",
    "sweep",
    "take_back_consents",
]
