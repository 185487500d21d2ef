from datetime import UTC, date, datetime, timedelta

import pytest

from courses.enrolment.rules import Due, Term, due, is_closed

DAY = date(2026, 12, 20)
LATER = DAY + timedelta(days=7)
OVER, LATER_OVER = datetime(2026, 12, 21, tzinfo=UTC), datetime(2026, 12, 28, tzinfo=UTC)
OPEN, CLOSING, ANY_DAY = Term(DAY), Term(DAY, closes=True), Term()


@pytest.mark.parametrize(
    ("terms", "extended_on", "found"),
    [
        ([], None, Due()),
        ([], LATER, Due()),
        ([ANY_DAY], LATER, Due()),
        ([OPEN], None, Due(OVER)),
        ([CLOSING], None, Due(OVER, OVER)),
        ([CLOSING, ANY_DAY], None, Due()),
        ([CLOSING, OPEN], None, Due(OVER)),
        ([CLOSING, CLOSING], None, Due(OVER, OVER)),
        ([OPEN, Term(LATER, closes=True)], None, Due(LATER_OVER, LATER_OVER)),
        ([CLOSING, Term(LATER)], None, Due(LATER_OVER)),
        ([CLOSING], LATER, Due(LATER_OVER, LATER_OVER)),
        ([OPEN], LATER, Due(LATER_OVER)),
        ([Term(LATER, closes=True)], DAY, Due(LATER_OVER, LATER_OVER)),
    ],
)
def test_when_it_is_due(terms: list[Term], extended_on: date | None, found: Due) -> None:
    assert due(terms, extended_on, "UTC") == found
    assert due(terms[::-1], extended_on, "UTC") == found


@pytest.mark.parametrize(
    ("zone", "over"),
    [
        ("Africa/Casablanca", datetime(2026, 12, 20, 23, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 12, 20, 10, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 12, 21, 11, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_the_learner_is(zone: str, over: datetime) -> None:
    assert due([CLOSING], None, zone) == Due(over, over)


@pytest.mark.parametrize(
    ("closes_at", "closed"),
    [(None, False), (OVER, True), (OVER + timedelta(microseconds=1), False), (OVER - timedelta(days=1), True)],
)
def test_what_is_done_at_the_end_is_too_late(closes_at: datetime | None, closed: bool) -> None:
    assert is_closed(closes_at, OVER) is closed
