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


def test_numbers_in_the_digits_of_the_place() -> None:
    assert in_digits(12, "ar", "JO") == "١٢"
    assert in_digits(12, "ar", "MA") == "12"
    assert in_digits("page 2", "fr") == "page 2"
