from datetime import UTC, date, datetime
from typing import Any

import pytest

from foundation.kernel.workdays import local_day
from mentoring.mentors.enums import VettingMove, VettingStatus
from mentoring.mentors.rules import (
    DEFAULT,
    TRANSITIONS,
    Terms,
    conflict_faults,
    is_running,
    lacking,
    last_day,
    next_status,
    standing,
    strictest,
    warning_due,
    window_faults,
    within,
)

DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([None, {"MA", "JO"}], {"MA", "JO"}),
        ([{"MA", "JO"}, None], {"MA", "JO"}),
        ([{"MA", "JO"}, {"JO", "TN"}, None], {"JO"}),
        ([{"MA"}, {"TN"}], set()),
        ([None, set()], set()),
    ],
)
def test_what_lies_in_all_bounds(bounds: list[set[str] | None], expected: set[str] | None) -> None:
    given = [None if bound is None else frozenset(bound) for bound in bounds]
    assert within(*given) == (None if expected is None else frozenset(expected))


def test_a_vetting_moves_by_the_table_alone() -> None:
    moves = {(status, move): next_status(status, move) for status in VettingStatus for move in VettingMove}
    assert {key: after for key, after in moves.items() if after} == TRANSITIONS


@pytest.mark.parametrize(
    ("status", "expires_on", "expected"),
    [
        ("valid", date(2026, 11, 29), "valid"),
        ("valid", date(2026, 11, 28), "expired"),
        ("requested", None, "requested"),
        ("revoked", date(2026, 1, 1), "revoked"),
        ("replaced", date(2026, 1, 1), "replaced"),
    ],
)
def test_what_is_valid_expires_by_the_day(status: str, expires_on: date | None, expected: str) -> None:
    assert standing(status, expires_on, DAY) == expected


@pytest.mark.parametrize(
    ("since", "months", "expected"),
    [
        (date(2026, 11, 29), 24, date(2028, 11, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_the_last_day_of_so_many_months(since: date, months: int, expected: date) -> None:
    assert last_day(since, months) == expected


def test_everywhere_asks_what_the_strictest_asks() -> None:
    assert strictest([]) == DEFAULT
    assert strictest([Terms(36, frozenset({"interview"})), Terms(6, frozenset())]) == Terms(
        6, DEFAULT.evidence | {"interview"}
    )
    assert lacking(["identity", "interview"], {"interview", "training"}) == ["identity"]


@pytest.mark.parametrize(
    ("left", "told", "expected"),
    [
        (31, None, None),
        (30, None, 30),
        (30, 30, None),
        (8, None, 30),
        (7, None, 7),
        (7, 30, 7),
        (0, 30, 7),
        (3, 7, None),
        (-1, None, None),
        (-1, 30, None),
    ],
)
def test_a_mentor_is_warned_once_at_each_stage(left: int, told: int | None, expected: int | None) -> None:
    assert warning_due(date.fromordinal(DAY.toordinal() + left), DAY, told) == expected


def window(weekday: int, since: str, until: str) -> dict[str, Any]:
    return {"weekday": weekday, "from": since, "to": until}


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([], []),
        ([window(1, "18:00", "20:00"), window(1, "20:00", "21:00"), window(2, "18:00", "20:00")], []),
        ([window(1, "20:00", "18:00")], [("/availability/0/to", "ends_before")]),
        ([window(1, "18:00", "18:00")], [("/availability/0/to", "ends_before")]),
        ([window(1, "18:00", "20:00"), window(1, "19:00", "21:00")], [("/availability/1", "overlaps")]),
    ],
)
def test_the_windows_of_a_week(windows: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    assert window_faults(windows) == expected


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("organisation", {"organisation": "school"}, []),
        ("organisation", {}, [("/organisation", "required")]),
        ("organisation", {"organisation": "s", "family_key": "fassi"}, [("/family_name", "not_for_this_kind")]),
        ("family_name", {"family_key": "fassi"}, []),
        ("family_name", {"family_key": "f"}, [("/family_name", "required")]),
        ("family_name", {"family_key": "fassi", "organisation": "s"}, [("/organisation", "not_for_this_kind")]),
        ("pupils", {"organisation": "school", "from_year": 2019, "until_year": 2023}, []),
        ("pupils", {"note": "Evening classes, 2019"}, []),
        ("pupils", {}, [("/organisation", "required")]),
        ("pupils", {"organisation": "s"}, [("/from_year", "required"), ("/until_year", "required")]),
        ("pupils", {"organisation": "s", "from_year": 2019}, [("/until_year", "required")]),
        ("pupils", {"organisation": "s", "from_year": 2023, "until_year": 2019}, [("/until_year", "ends_before")]),
        ("pupils", {"note": "x", "until_year": 2019}, [("/from_year", "required")]),
    ],
)
def test_what_a_declaration_needs(kind: str, given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    blank = {"organisation": "", "family_key": "", "from_year": None, "until_year": None, "note": ""}
    assert conflict_faults(kind, **{**blank, **given}) == expected


def test_a_day_is_the_mentors_own() -> None:
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    assert [local_day(late, zone).day for zone in ("UTC", "Asia/Amman", "America/New_York")] == [29, 30, 29]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (DAY, DAY, True),
        (DAY, None, True),
        (date(2026, 11, 1), date(2026, 11, 28), False),
        (date(2026, 11, 30), None, False),
    ],
)
def test_a_pause_runs_from_its_first_day_to_its_last(starts_on: date, ends_on: date | None, expected: bool) -> None:
    assert is_running(starts_on, ends_on, DAY) == expected
