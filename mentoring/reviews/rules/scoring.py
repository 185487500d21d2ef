from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict

from foundation.kernel.pointers import step
from mentoring.projects.enums import Decision
from mentoring.reviews.enums import PRAISE

Fault = tuple[str, str]  # a JSON Pointer into the review, and what is wrong there
Points = dict[str, set[int]]  # what each criterion's levels are worth


class Score(TypedDict):
    points: int
    reason: str


def merge(kept: Mapping[str, Score], changes: Mapping[str, Score | None]) -> dict[str, Score]:
    """The kept scores with `changes` laid over them; null takes a score away, what is not named stays."""
    return {key: score for key, score in {**kept, **changes}.items() if score is not None}


def score_faults(scores: Mapping[str, Score | None], worth: Points) -> list[Fault]:
    """What keeps these scores from being saved, be they unfinished."""
    faults = []
    for key, score in scores.items():
        pointer = f"/scores{step(key)}"
        if key not in worth:
            faults.append((pointer, "unknown_criterion"))
        elif score is not None and score["points"] not in worth[key]:
            faults.append((f"{pointer}/points", "unknown_level"))
    return faults


def missing(
    scores: Mapping[str, Score],
    worth: Points,
    *,
    decision: str,
    feedback: str,
    remarks: Sequence[str],
    reasoned: Collection[str] = (),
) -> list[Fault]:
    """What a review still needs before it goes out: all criteria scored, those that are to be `reasoned` in words too, a
    decision, and a reason unless it accepts: praise alone is none."""
    faults = [(f"/scores/{key}", "not_scored") for key in worth if key not in scores]
    faults += [(f"/scores/{key}/reason", "no_reason") for key in worth if key in reasoned and _is_bare(scores.get(key))]
    if not decision:
        faults.append(("/decision", "not_decided"))
    elif decision != Decision.ACCEPTED and not feedback.strip() and PRAISE.issuperset(remarks):
        faults.append(("/feedback", "no_feedback"))
    return faults


def _is_bare(score: Score | None) -> bool:
    return score is not None and not score["reason"].strip()
