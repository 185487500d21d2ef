from datetime import UTC, date, datetime, time, timedelta

import pytest

from foundation.consents.enums import Method, Purpose
from foundation.consents.rules import (
    Decision,
    Ground,
    Mailed,
    after_months,
    holds_until,
    is_due,
    is_under,
    latest_birth_of,
    link_ends,
    may_enter,
    split,
)

DAY = date(2026, 11, 28)
LEAP = date(2008, 2, 29)
ASKED = frozenset({Purpose.LEARNING, Purpose.MEDIA})
YES = Decision(True, DAY, date(2027, 11, 28), Method.LINK)
NO = Decision(False, DAY, date(2027, 11, 28), Method.LINK)


@pytest.mark.parametrize(
    ("born", "on", "age", "under"),
    [
        (None, DAY, 18, True),
        (date(2008, 11, 28), DAY, 18, False),
        (date(2008, 11, 29), DAY, 18, True),
        (date(2010, 11, 28), DAY, 16, False),
        (LEAP, date(2026, 2, 28), 18, True),
        (LEAP, date(2026, 3, 1), 18, False),
        (LEAP, date(2028, 2, 28), 20, True),
        (LEAP, date(2028, 2, 29), 20, False),
    ],
)
def test_under_age_until_the_birthday(born: date | None, on: date, age: int, under: bool) -> None:
    assert is_under(born, on, age) is under
    if born:
        assert (born > latest_birth_of(on, age)) is under


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 60, date(2031, 1, 31)),
        (date(2028, 2, 29), -12 * 18, date(2010, 2, 28)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert after_months(day, months) == later


def test_of_several_states_the_shortest_time_counts() -> None:
    assert holds_until(DAY, [Ground(renew_months=24), Ground(renew_months=6)]) == date(2027, 5, 28)
    assert holds_until(DAY, []) == date(2027, 11, 28)


@pytest.mark.parametrize(
    ("latest", "day", "may"),
    [
        (None, DAY, True),
        (YES, DAY, False),
        (YES, DAY - timedelta(days=1), False),
        (YES, DAY + timedelta(days=1), True),
        (NO, DAY + timedelta(days=300), False),
        (Decision(False, DAY, DAY, Method.ATTESTED), DAY + timedelta(days=1), True),
    ],
)
def test_what_is_entered_for_a_guardian(latest: Decision | None, day: date, may: bool) -> None:
    assert may_enter(latest, day) is may


BOTH = {Purpose.LEARNING: YES, Purpose.MEDIA: YES}
RENEWAL = date(2027, 10, 29)  # 30 days before the end


@pytest.mark.parametrize(
    ("latest", "before", "asked_on", "on", "due"),
    [
        ({}, (), None, DAY, True),
        ({}, ASKED, DAY, DAY + timedelta(days=300), False),
        ({Purpose.LEARNING: NO, Purpose.MEDIA: NO}, (), None, DAY, False),
        ({Purpose.LEARNING: YES}, (), None, DAY, True),
        ({}, (Purpose.LEARNING,), DAY, DAY, True),
        ({Purpose.MEDIA: YES}, (Purpose.LEARNING,), DAY, DAY, False),
        (BOTH, ASKED, DAY, RENEWAL - timedelta(days=1), False),
        (BOTH, ASKED, DAY, RENEWAL, True),
        (BOTH, ASKED, RENEWAL, RENEWAL, False),
        (BOTH, ASKED, RENEWAL, date(2028, 3, 1), False),
        (BOTH, (), None, RENEWAL, True),
        ({Purpose.LEARNING: NO, Purpose.MEDIA: NO}, ASKED, DAY, RENEWAL, False),
    ],
)
def test_when_a_guardian_is_written_to(
    latest: dict[Purpose, Decision], before: tuple[Purpose, ...], asked_on: date | None, on: date, due: bool
) -> None:
    mailed = Mailed(noon(asked_on), frozenset(before), noon(date(2030, 1, 1))) if asked_on else None
    assert is_due(ASKED, latest, mailed, noon(DAY), noon(on)) is due


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


LATER = DAY + timedelta(days=100)


@pytest.mark.parametrize(
    ("mailed", "placed", "due"),
    [
        (Mailed(noon(DAY), ASKED, noon(LATER) + timedelta(seconds=1)), DAY, False),
        (Mailed(noon(DAY), ASKED, noon(LATER)), DAY, True),
        (Mailed(noon(DAY), ASKED, noon(RENEWAL)), DAY + timedelta(days=1), True),
        (Mailed(noon(DAY), ASKED, noon(RENEWAL), noon(LATER) - timedelta(days=7)), DAY, True),
        (Mailed(noon(DAY), ASKED, noon(RENEWAL), noon(LATER) - timedelta(days=6, hours=23)), DAY, False),
    ],
)
def test_a_letter_that_is_stale_is_written_again(mailed: Mailed, placed: date, due: bool) -> None:
    """Where something waits for its answer."""
    assert is_due(ASKED, {Purpose.MEDIA: YES}, mailed, noon(placed), noon(LATER)) is due
    for decided in (BOTH, {Purpose.LEARNING: NO, Purpose.MEDIA: YES}):
        assert is_due(ASKED, decided, mailed, noon(placed), noon(LATER)) is False


@pytest.mark.parametrize(
    ("held_until", "ends"),
    [
        (date(2027, 11, 28), datetime(2028, 1, 2, 12, tzinfo=UTC)),
        (date(2031, 11, 28), datetime(2031, 12, 28, tzinfo=UTC)),
    ],
)
def test_a_link_outlives_what_was_decided_by_it(held_until: date, ends: datetime) -> None:
    assert link_ends(datetime(2026, 11, 28, 12, tzinfo=UTC), held_until) == ends


def test_decisions_in_the_order_of_the_purposes() -> None:
    told = {Purpose.RESEARCH: True, Purpose.MEDIA: False, Purpose.LEARNING: True}
    assert split(told) == (("learning", "research"), ("media",))
