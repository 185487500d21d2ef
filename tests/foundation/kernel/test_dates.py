from datetime import date

import pytest

from foundation.kernel.dates import in_digits, long_date

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "country", "said"),
    [
        ("ar", "MA", "24 نونبر 2026"),
        ("ar", "JO", "٢٤ تشرين الثاني ٢٠٢٦"),
        ("ar", "EG", "٢٤ نوفمبر ٢٠٢٦"),
        ("fr", "MA", "24 novembre 2026"),
        ("en", "", "24 November 2026"),
        ("en", "JO", "24 November 2026"),
    ],
)
def test_a_day_as_it_is_written_there(language: str, country: str, said: str) -> None:
    assert long_date(DAY, language, country) == said


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", date(2028, 1, 1), "1er janvier 2028"),
        ("fr", date(2028, 1, 11), "11 janvier 2028"),
        ("fr", date(2028, 1, 31), "31 janvier 2028"),
        ("en", date(2028, 1, 1), "1 January 2028"),
    ],
)
def test_the_first_of_a_month(language: str, day: date, said: str) -> None:
    assert long_date(day, language) == said


def test_numbers_in_the_digits_of_the_place() -> None:
    assert in_digits(12, "ar", "JO") == "١٢"
    assert in_digits(12, "ar", "MA") == "12"
    assert in_digits("page 2", "fr") == "page 2"
