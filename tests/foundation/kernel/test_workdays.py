from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.kernel.workdays import A_DAY, WorkCalendar

FRIDAY_AND_SATURDAY, SATURDAY_AND_SUNDAY, SUNDAY = frozenset({5, 6}), frozenset({6, 7}), frozenset({7})
THURSDAY = date(2026, 3, 19)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
calendars = st.builds(
    WorkCalendar, st.frozensets(st.integers(1, 7), max_size=3), st.frozensets(days), st.frozensets(days)
)


@pytest.mark.parametrize(
    ("weekend", "later"),
    [
        (FRIDAY_AND_SATURDAY, ["22", "23", "26"]),
        (SATURDAY_AND_SUNDAY, ["20", "23", "26"]),
        (SUNDAY, ["20", "21", "25"]),
    ],
    ids=["Friday-Saturday", "Saturday-Sunday", "Sunday"],
)
def test_days_are_counted_past_each_weekend(weekend: frozenset[int], later: list[str]) -> None:
    calendar = WorkCalendar(weekend)
    assert [str(calendar.later(THURSDAY, count))[-2:] for count in (1, 2, 5)] == later


def test_a_feast_is_free_and_what_is_worked_after_all_is_not() -> None:
    sunday, monday = date(2026, 3, 22), date(2026, 3, 23)
    calendar = WorkCalendar(FRIDAY_AND_SATURDAY, off=frozenset({sunday, monday}), on=frozenset({monday}))
    assert calendar.later(THURSDAY, 1) == monday
    assert calendar.passed(THURSDAY, monday) == 1


@given(calendars, days, st.integers(1, 30))
def test_what_is_counted_forward_has_passed(calendar: WorkCalendar, start: date, count: int) -> None:
    end = calendar.later(start, count)
    assert calendar.is_working(end)
    assert calendar.passed(start, end) == count
    assert calendar.passed(start, end - A_DAY) == count - 1


@given(calendars, days, st.integers(0, 40), st.integers(0, 40))
def test_parts_add_up(calendar: WorkCalendar, start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    assert calendar.passed(start, middle) + calendar.passed(middle, end) == calendar.passed(start, end)
