from datetime import date

import pytest

from foundation.kernel.ages import age_on, is_adult


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 11, 24), date(2026, 11, 23), 17),
        (date(2008, 11, 24), date(2026, 11, 24), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_in_full_years(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age


@pytest.mark.parametrize(
    ("born", "adult"),
    [(None, False), (date(2008, 11, 24), True), (date(2008, 11, 25), False), (date(2030, 1, 1), False)],
)
def test_an_unknown_birth_date_counts_as_under_age(born: date | None, adult: bool) -> None:
    assert is_adult(born, date(2026, 11, 24)) is adult


def test_the_age_of_majority_is_what_a_state_says() -> None:
    assert is_adult(date(2010, 5, 1), date(2026, 11, 24), age=16) is True
