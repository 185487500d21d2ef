from datetime import date
from typing import Any

import pytest

from foundation.rosters.rules.differences import COMPARED, difference

CHILD, ADULT = date(2012, 1, 1), date(1990, 1, 1)
EMPTY: dict[str, Any] = dict.fromkeys(COMPARED, "")


def said(field: str, read: Any, stored: Any, *, claimed: bool) -> tuple[Any, bool, list[str]]:
    found = difference(EMPTY | {field: read}, EMPTY | {field: stored}, claimed=claimed)
    return found.wanted[field], found.changes, [message.code for message in found.messages]


@pytest.mark.parametrize(
    ("read", "stored", "claimed", "expected"),
    [
        (CHILD, ADULT, True, (CHILD, True, ["will_change"])),
        (ADULT, CHILD, True, (CHILD, False, ["stays"])),
        (CHILD, CHILD, True, (CHILD, False, [])),
        (None, CHILD, True, (CHILD, False, [])),
        (ADULT, None, True, (ADULT, True, ["will_change"])),
        (ADULT, CHILD, False, (ADULT, True, ["will_change"])),
        (CHILD, ADULT, False, (CHILD, True, ["will_change"])),
    ],
)
def test_of_an_account_the_later_birth_date_counts(
    read: date | None, stored: date | None, claimed: bool, expected: tuple[Any, ...]
) -> None:
    assert said("birth_date", read, stored, claimed=claimed) == expected


@pytest.mark.parametrize(
    ("field", "stored", "claimed", "expected"),
    [
        ("name", "before", False, ("new", True, ["will_change"])),
        ("name", "before", True, ("before", False, ["stays"])),
        ("email", "", True, ("", False, ["stays"])),
        ("gender", "before", True, ("before", False, ["stays"])),
        ("gender", "", True, ("new", True, ["will_change"])),
        ("group", "before", True, ("new", True, ["will_change"])),
    ],
)
def test_of_an_account_her_own_words_stay(field: str, stored: str, claimed: bool, expected: tuple[Any, ...]) -> None:
    assert said(field, "new", stored, claimed=claimed) == expected
