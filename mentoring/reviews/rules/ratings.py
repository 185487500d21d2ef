"""What a mentor is told of how the teams found their help: nothing by which one of them could be known."""

from collections.abc import Hashable, Sequence
from datetime import timedelta
from statistics import fmean

HELPFUL = (1, 5)
CHANGEABLE = timedelta(days=30)  # after one has rated
STEP = 5
PEOPLE = 3


def told_mean(ratings: Sequence[tuple[int, Hashable]]) -> float | None:
    """Of what was given, oldest first, and by whom. It moves by whole fives, so that none shows by itself, and is told once
    three people are in it."""
    told = ratings[: len(ratings) // STEP * STEP]
    if len({person for _helpful, person in told}) < PEOPLE:
        return None
    return round(fmean(helpful for helpful, _person in told), 1)
