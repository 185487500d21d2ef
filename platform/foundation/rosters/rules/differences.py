"""What a row says otherwise than what is stored, and which of the two holds.

A filled cell replaces what is stored, an empty one nothing. Once the account is claimed, name and ways to reach her are her
own to say, a name in Latin letters or a gender is only filled in where there is none, and of two birth dates the later counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foundation.rosters.rules.shapes import Message

PLACE = ("organisation_id", "group", "learner_number")
FILLED_IN = ("name_latin", "birth_date", "gender")
HER_OWN = ("name", "email", "phone", "language")
COMPARED = (*HER_OWN, *FILLED_IN, *PLACE)


@dataclass(frozen=True, slots=True)
class Difference:
    """`wanted` is a member as she is to be, all of `COMPARED`; `changes` whether that is not how she is."""

    wanted: dict[str, Any]
    changes: bool
    messages: tuple[Message, ...]


def difference(read: Mapping[str, Any], stored: Mapping[str, Any], *, claimed: bool) -> Difference:
    wanted = dict(stored)
    messages = []
    for field in COMPARED:
        if not read[field] or read[field] == stored[field]:
            continue
        takes = not claimed or _takes_of_account(field, read[field], stored[field])
        if takes:
            wanted[field] = read[field]
        code = "will_change" if takes else "stays"
        messages.append(Message(code, field, str(read[field]), str(stored[field] or "")))
    return Difference(wanted, wanted != dict(stored), tuple(messages))


def _takes_of_account(field: str, read: Any, stored: Any) -> bool:
    if field in PLACE:
        return True
    return field in FILLED_IN and (not stored or (field == "birth_date" and read > stored))
