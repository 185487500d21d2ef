"""What a row says otherwise than what is stored, and which of the two holds.

A filled cell replaces what is stored, an empty one nothing. Once the account is claimed, name and ways to reach her are her
own to say, and a birth date or gender is only filled in where there is none.
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
        takes = not claimed or field in PLACE or (field in FILLED_IN and not stored[field])
        if takes:
            wanted[field] = read[field]
        code = "will_change" if takes else "stays"
        messages.append(Message(code, field, str(read[field]), str(stored[field] or "")))
    return Difference(wanted, wanted != dict(stored), tuple(messages))
