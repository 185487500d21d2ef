"""Working days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`weekend` has ISO weekdays (Monday 1). A date that is `off` is free whatever its weekday, one that is `on` is worked
    whatever else is said of it."""

    weekend: frozenset[int]
    off: frozenset[date] = field(default_factory=frozenset)
    on: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        return day in self.on or (day.isoweekday() not in self.weekend and day not in self.off)

    def later(self, day: date, days: int) -> date:
        """The working day that comes so many (1 or more) after `day`, itself not counted."""
        return next(islice(self._after(day), days - 1, None))

    def earlier(self, day: date, days: int) -> date:
        """The newest day after which so many (1 or more) working days came up to `day`, and with it."""
        worked = (back for number in count() if self.is_working(back := day - A_DAY * number))
        return next(islice(worked, days - 1, None)) - A_DAY

    def passed(self, since: date, until: date) -> int:
        """How many working days came after `since`, up to `until` and with it."""
        return sum(self.is_working(since + A_DAY * number) for number in range(1, (until - since).days + 1))

    def _after(self, day: date) -> Iterator[date]:
        return (later for number in count(1) if self.is_working(later := day + A_DAY * number))
