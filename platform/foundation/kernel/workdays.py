"""Working days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, islice

A_DAY = timedelta(days=1)


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

    def passed(self, since: date, until: date) -> int:
        """How many working days came after `since`, up to `until` and with it."""
        return sum(self.is_working(since + A_DAY * number) for number in range(1, (until - since).days + 1))

    def _after(self, day: date) -> Iterator[date]:
        return (later for number in count(1) if self.is_working(later := day + A_DAY * number))
