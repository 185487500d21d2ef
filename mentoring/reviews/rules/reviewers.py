"""What the office is shown of how somebody reviews, and what in it asks to be looked at. A flag is a question and no verdict:
short works are read fast, and whoever is far from the others may be the one who is right."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from statistics import fmean, median

from mentoring.reviews.enums import Flag
from mentoring.reviews.rules.severity import Given, adjusted, severities

ENOUGH = 5  # reviews of one's own; with fewer, chance looks like a habit
USUAL = 20  # reviews by all; with fewer, nobody knows what is usual
FASTEST = -2.0  # deviations from the usual time, as logarithms: two of a hundred reviews are faster
HALF = log(0.5)  # and less than half of it, for where all take nearly the same time
SAME = 0.9  # of the levels given, those that are the one most given
ANYHOW = 0.75  # of everybody's: where nearly all works earn a level, giving it says nothing
FARTHEST = 0.25  # of the points; a call asks for a third reviewer at this distance unless it says otherwise
DEVIATION = 1.4826  # of the median distance: so that it is a standard deviation where times are log-normal

Of = dict[Hashable, list[Given]]
Marked = Callable[[list[Given]], bool]


@dataclass(frozen=True, slots=True)
class Figures:
    """`shared` are the reviews of works that somebody else has reviewed too: what the severity rests on."""

    reviews: int
    shared: int
    mean_raw: float
    mean_adjusted: float
    severity: float
    median_minutes: float
    flags: tuple[Flag, ...]


def figures(given: Sequence[Given]) -> dict[Hashable, Figures]:
    """Of each reviewer."""
    severity, works = severities(given), _grouped(given, lambda one: one.work)
    marks = {Flag.TOO_FAST: _hurried(given), Flag.TOO_FLAT: _monotonous(given), Flag.FAR_OFF: _lonely(works)}
    return {
        reviewer: _figures(own, works, severity[reviewer], marks)
        for reviewer, own in _grouped(given, lambda one: one.reviewer).items()
    }


def _figures(own: list[Given], works: Of, severity: float, marks: Mapping[Flag, Marked]) -> Figures:
    return Figures(
        reviews=len(own),
        shared=sum(len(works[one.work]) > 1 for one in own),
        mean_raw=fmean(one.share for one in own),
        mean_adjusted=fmean(adjusted(one.share, severity) for one in own),
        severity=severity,
        median_minutes=median(one.minutes for one in own),
        flags=tuple(flag for flag, is_so in marks.items() if len(own) >= ENOUGH and is_so(own)),
    )


def _hurried(given: Sequence[Given]) -> Marked:
    """Whether the typical time lies far below everybody's."""
    times = list(map(_time, given))
    usual = median(times) if times else 0.0
    spread = DEVIATION * median(abs(time - usual) for time in times) if len(times) >= USUAL else inf
    return lambda own: median(map(_time, own)) < usual + min(FASTEST * spread, HALF)


def _time(one: Given) -> float:
    return log(max(one.minutes, 0.1))


def _monotonous(given: Sequence[Given]) -> Marked:
    """Whether nearly all levels given are the same, where everybody's are not."""
    usual = _levels(given)

    def is_so(own: list[Given]) -> bool:
        levels = _levels(own)
        level, often = max(levels.items(), key=lambda found: found[1], default=(0.0, 0))
        return often >= SAME * levels.total() > 0 and usual[level] < ANYHOW * usual.total()

    return is_so


def _levels(given: Iterable[Given]) -> Counter[float]:
    return Counter(round(level, 2) for one in given for level in one.levels)


def _lonely(works: Of) -> Marked:
    """Whether those of works that others have reviewed too lie far from what the others gave."""

    def is_so(own: list[Given]) -> bool:
        others = ([other.share for other in works[one.work] if other is not one] for one in own)
        distances = [abs(one.share - fmean(shares)) for one, shares in zip(own, others, strict=True) if shares]
        return len(distances) >= ENOUGH and fmean(distances) > FARTHEST

    return is_so


def _grouped(given: Iterable[Given], key: Callable[[Given], Hashable]) -> Of:
    groups: Of = defaultdict(list)
    for one in given:
        groups[key(one)].append(one)
    return groups
