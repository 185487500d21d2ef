from collections.abc import Collection, Iterable
from datetime import date

from mentoring.projects.rules.calls import Fault

ADULT_AGE = 18
LARGEST_TEAM = 10


def age_on(born: date, on: date) -> int:
    """In full years. Who is born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_minor(born: date | None, on: date) -> bool:
    return born is None or age_on(born, on) < ADULT_AGE


def ages_mix(births: Iterable[date | None], on: date) -> bool:
    """Whether minors and adults may be together: whose birth date is unknown may be either."""
    known = list(births)
    return len(known) > 1 and (None in known or len({is_minor(born, on) for born in known}) > 1)


def free_seat(taken: Collection[int], most: int) -> int | None:
    return next((seat for seat in range(1, most + 1) if seat not in taken), None)


def team_faults(least: int, most: int) -> list[Fault]:
    return [("/team_min", "team_sizes")] if least > most else []
