from collections.abc import Collection, Iterable
from datetime import date

from foundation.kernel.ages import is_adult
from mentoring.projects.rules.calls import Fault

LARGEST_TEAM = 10


def ages_mix(births: Iterable[date | None], on: date) -> bool:
    """Whether minors and adults may be together: whose birth date is unknown may be either."""
    known = list(births)
    return len(known) > 1 and (None in known or len({is_adult(born, on) for born in known}) > 1)


def free_seat(taken: Collection[int], most: int) -> int | None:
    return next((seat for seat in range(1, most + 1) if seat not in taken), None)


def team_faults(least: int, most: int) -> list[Fault]:
    return [("/team_min", "team_sizes")] if least > most else []
