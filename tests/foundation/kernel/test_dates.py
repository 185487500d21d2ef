from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.kernel.dates import LAST_DAY, end_of, in_digits, last_day, long_date, zones_in

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


@pytest.mark.parametrize(
    ("day", "zone", "over"),
    [
        (date(2026, 12, 20), "UTC", datetime(2026, 12, 21, tzinfo=UTC)),
        (date(2026, 12, 20), "Africa/Casablanca", datetime(2026, 12, 20, 23, tzinfo=UTC)),
        (
            date(2026, 12, 20),
            "Pacific/Kiritimati",
            datetime(2026, 12, 20, 10, tzinfo=UTC),
        ),  # the first to have done with a day
        (date(2026, 12, 20), "Pacific/Pago_Pago", datetime(2026, 12, 21, 11, tzinfo=UTC)),  # the last
        (date(2026, 3, 27), "Africa/Casablanca", datetime(2026, 3, 27, 23, tzinfo=UTC)),
        (date(2026, 2, 28), "Africa/Casablanca", datetime(2026, 3, 1, tzinfo=UTC)),  # Ramadan: an hour less
        (date(2026, 4, 23), "Africa/Cairo", datetime(2026, 4, 23, 22, tzinfo=UTC)),  # midnight is left out that night
        (date(2026, 10, 31), "America/Havana", datetime(2026, 11, 1, 5, tzinfo=UTC)),  # it comes twice
        (
            date(2011, 12, 29),
            "Pacific/Apia",
            datetime(2011, 12, 30, 10, tzinfo=UTC),
        ),  # the day that follows is left out
    ],
)
def test_when_a_day_is_over(day: date, zone: str, over: datetime) -> None:
    assert end_of(day, zone) == over


def test_a_day_without_end() -> None:
    assert end_of(date.max, "UTC") == end_of(LAST_DAY, "UTC") == datetime(9999, 1, 1, tzinfo=UTC)
    assert end_of(LAST_DAY, "Pacific/Pago_Pago") - end_of(LAST_DAY, "Pacific/Kiritimati") == timedelta(hours=25)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Santiago", "Asia/Beirut", "UTC"])
def test_the_last_day_of_what_ends_with_a_day(zone: str) -> None:
    """On any day of a year, and where the clock shows midnight twice, or never."""
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    hour = timedelta(hours=1)
    assert [last_day(end_of(day, zone) + off, zone) for day in days for off in (-hour, 0 * hour, hour)] == [
        day for day in days for _ in range(3)
    ]


@pytest.mark.parametrize(
    ("countries", "zones"),
    [
        (["MA"], {"Africa/Casablanca"}),
        (["PS", "JO"], {"Asia/Gaza", "Asia/Hebron", "Asia/Amman"}),
        (["MA", "XX", ""], {"Africa/Casablanca"}),
        (["XX"], {"UTC"}),
        ([], {"UTC"}),
    ],
)
def test_the_zones_of_countries(countries: list[str], zones: set[str]) -> None:
    assert zones_in(countries) == zones
