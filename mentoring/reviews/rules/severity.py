"""How severely each reviewer judges, and what scores come to without that.

The least-squares model of rater effects (M. R. Raymond and C. Viswesvaran, "Least squares models to correct for rater effects
in performance assessment", Journal of Educational Measurement 30(3), 1993): a score is what the work is worth, less the
reviewer's severity. Severities are shrunk towards none, so that few reviews move little; what nobody else has read too moves
nothing.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

Vector = list[float]

SHRINK = 2.0  # each reviewer counts as having given so many shared reviews more, without any severity
CLOSE = 1e-20  # of a sum of squares: six digits beyond what is shown


@dataclass(frozen=True, slots=True)
class Given:
    """A review that was given: its `share` of the points that could be had, the `minutes` that it took, and each criterion's
    own share, its `level`."""

    work: Hashable
    reviewer: Hashable
    share: float
    minutes: float = 0.0
    levels: tuple[float, ...] = ()


def shares(points: Sequence[int], tops: Sequence[int]) -> tuple[float, tuple[float, ...]]:
    """What a review gives of all the points that can be had, and of those of each criterion."""
    most = sum(tops)
    levels = tuple(given / top for given, top in zip(points, tops, strict=True) if top)
    return sum(points) / most if most else 0.0, levels


def severities(given: Sequence[Given]) -> dict[Hashable, float]:
    """Of each reviewer, in shares of the points: 0.1 takes a tenth of them away. Together they come to nothing."""
    places = {reviewer: place for place, reviewer in enumerate(dict.fromkeys(one.reviewer for one in given))}
    by = [places[one.reviewer] for one in given]
    below = _below(by, [one.work for one in given])

    def asked(severity: Vector) -> Vector:
        felt = below([severity[place] for place in by])
        return [SHRINK * own - less for own, less in zip(severity, felt, strict=True)]

    found = solve(asked, below([one.share for one in given]))
    return dict(zip(places, found, strict=True))


def adjusted(share: float, severity: float) -> float:
    return min(1.0, max(0.0, share + severity))


def _below(by: Sequence[int], works: Sequence[Hashable]) -> Callable[[Vector], Vector]:
    """Of a value for each review: by how much, all in all, each reviewer's lie below the means of the works."""
    numbers = {work: number for number, work in enumerate(dict.fromkeys(works))}
    of = [numbers[work] for work in works]
    counts = Counter(of)

    def below(values: Vector) -> Vector:
        sums = [0.0] * len(numbers)
        for number, value in zip(of, values, strict=True):
            sums[number] += value
        means = [total / counts[number] for number, total in enumerate(sums)]
        found = [0.0] * (max(by, default=-1) + 1)
        for number, place, value in zip(of, by, values, strict=True):
            found[place] += means[number] - value
        return found

    return below


def solve(asked: Callable[[Vector], Vector], wanted: Vector) -> Vector:
    """x with `asked(x) == wanted`, `asked` linear, symmetric and positive: by conjugate gradients."""
    found, left = [0.0] * len(wanted), wanted
    way, size = left, dot(left, left)
    for _ in range(4 * len(wanted)):
        if size < CLOSE:
            break
        along = asked(way)
        step = size / dot(way, along)
        found = [x + step * p for x, p in zip(found, way, strict=True)]
        left = [r - step * q for r, q in zip(left, along, strict=True)]
        before, size = size, dot(left, left)
        way = [r + size / before * p for r, p in zip(left, way, strict=True)]
    return found


def dot(one: Vector, other: Vector) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))
