from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mentoring.projects.enums import Decision

SCALE = (Decision.DECLINED, Decision.REVISE, Decision.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reviewer found: the sum of the points, and the decision."""

    points: int
    decision: str


def differ(opinions: Sequence[Opinion], *, threshold: float, most: int) -> bool:
    """Whether they lie further apart than `threshold`, a share of the `most` points that can be had, or decide differently."""
    points = [opinion.points for opinion in opinions]
    too_far = max(points) - min(points) > Fraction(str(threshold)) * most
    return too_far or len({opinion.decision for opinion in opinions}) > 1


def asks_another(opinions: Sequence[Opinion], *, asked: int, threshold: float, most: int) -> bool:
    """Once: only those whom the stage asked for, and who are more than one, may call for another."""
    return len(opinions) == asked > 1 and differ(opinions, threshold=threshold, most=most)


def verdict(opinions: Sequence[Opinion]) -> Decision:
    """The middle decision. Between two middle ones that differ it is to be revised: the only one that can be mended later."""
    ordered = sorted(SCALE.index(Decision(opinion.decision)) for opinion in opinions)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return SCALE[low] if low == high else Decision.REVISE
