from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from foundation.kernel.workdays import A_DAY, WorkCalendar
from mentoring.projects.enums import NUDGES

PAST = timedelta(days=28)  # by which a forecast is made
FEWEST = 5  # reviews, to say something of how long others waited
FRESH = timedelta(minutes=15)  # how long what was told holds


@dataclass(frozen=True, slots=True)
class Pace:
    """How work of one pool was answered lately: how much of it, and how many hours it had waited."""

    answered: int
    median_hours: float | None
    p90_hours: float | None


def pace_shown(answered: int, median: float | None, p90: float | None) -> Pace:
    """Nothing of how long, where it says more about single people than about the pool."""
    if answered < FEWEST or median is None or p90 is None:
        return Pace(answered, None, None)
    return Pace(answered, round(median, 1), round(p90, 1))


def answer_by(position: int | None, answered: int, worked: int, today: date, calendar: WorkCalendar) -> date | None:
    """The working day on which the `position`-th in the queue is answered, if it goes on as in the `worked` days before."""
    if not position or not answered or not worked:
        return None
    return calendar.later(today, min(ceil(position * worked / answered), 200))


def last_day(since: date, calendar: WorkCalendar) -> date:
    """On which whoever is waited for is in time."""
    return calendar.later(since, NUDGES[-1]) - A_DAY


def next_window(
    windows: Sequence[Mapping[str, str | int]], now: datetime, zone: str
) -> tuple[datetime, datetime] | None:
    """When a mentor's next free hours begin and end; those that are running count."""
    here = now.astimezone(ZoneInfo(zone))
    days = [here.date() + A_DAY * number for number in range(8)]
    hours = [
        (_at(day, str(window["from"]), zone), _at(day, str(window["to"]), zone))
        for day in days
        for window in windows
        if window["weekday"] == day.isoweekday()
    ]
    return min((pair for pair in hours if pair[1] > now), default=None)


def _at(day: date, written: str, zone: str) -> datetime:
    return datetime.fromisoformat(f"{day} {written}").replace(tzinfo=ZoneInfo(zone))
