"""People and their sign-in: everything that writes."""

from foundation.accounts.services.accounts import (
    claim_account,
    create_person,
    set_password,
    sign_up,
)
from foundation.accounts.services.addresses import ask_to_verify, follow_address, forget_address
from foundation.accounts.services.erasure import erase_people, forget_shells
from foundation.accounts.services.people import OWN_ONCE_CLAIMED, PersonDraft, amend_people, create_people
from foundation.accounts.services.profile import (
    change_profile,
    correct_person,
    grant_staff,
    heed_birth_date,
    note_second_factor,
    reset_second_factor,
    set_active,
)
from foundation.accounts.services.sessions import end_sessions, forget_expired, sign_in

__all__ = [
    "OWN_ONCE_CLAIMED",
    "PersonDraft",
    "amend_people",
    "ask_to_verify",
    "change_profile",
    "claim_account",
    "correct_person",
    "create_people",
    "create_person",
    "end_sessions",
    "erase_people",
    "follow_address",
    "forget_address",
    "forget_expired",
    "forget_shells",
    "grant_staff",
    "heed_birth_date",
    "note_second_factor",
    "reset_second_factor",
    "set_active",
    "set_password",
    "sign_in",
    "sign_up",
]
