from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from mentoring.projects.enums import Decision
from mentoring.reviews.enums import ReviewMove, ReviewStatus

LEASE = timedelta(minutes=30)
SLOTS = (1, 2, 3, 4)  # how many reviews a mentor holds at once, each in a slot of its own
SEATS = 1  # how many reviewers a submission has

Fault = tuple[str, str]  # a JSON Pointer into the review, and what is wrong there
Points = dict[str, set[int]]  # what each criterion's levels are worth


class Score(TypedDict):
    points: int
    reason: str


S, M = ReviewStatus, ReviewMove

TRANSITIONS: dict[tuple[ReviewStatus, ReviewMove], ReviewStatus] = {
    (S.DRAFT, M.SUBMIT): S.SUBMITTED,
    (S.DRAFT, M.RELEASE): S.RELEASED,
    (S.DRAFT, M.EXPIRE): S.EXPIRED,
}


def next_status(status: str, move: ReviewMove) -> ReviewStatus | None:
    """Where `move` leads from `status`; None where the table allows no such move."""
    return TRANSITIONS.get((S(status), move))


def may_save(status: str) -> bool:
    """A lease that ran out takes no words away: its owner may still keep what was typed, though not submit it."""
    return status in {S.DRAFT, S.EXPIRED}


def lease_until(now: datetime) -> datetime:
    return now + LEASE


def merge(kept: Mapping[str, Score], changes: Mapping[str, Score | None]) -> dict[str, Score]:
    """The kept scores with `changes` laid over them; null takes a score away, what is not named stays."""
    return {key: score for key, score in {**kept, **changes}.items() if score is not None}


def score_faults(scores: Mapping[str, Score | None], worth: Points) -> list[Fault]:
    """What keeps these scores from being saved, be they unfinished."""
    faults = []
    for key, score in scores.items():
        pointer = f"/scores/{key.replace('~', '~0').replace('/', '~1')}"
        if key not in worth:
            faults.append((pointer, "unknown_criterion"))
        elif score is not None and score["points"] not in worth[key]:
            faults.append((f"{pointer}/points", "unknown_level"))
    return faults


def missing(
    scores: Mapping[str, Score], worth: Points, *, decision: str, feedback: str, remarks: Sequence[str]
) -> list[Fault]:
    """What a review still needs before it goes out: all criteria scored, a decision, and a reason unless it accepts."""
    faults = [(f"/scores/{key}", "not_scored") for key in worth if key not in scores]
    if not decision:
        faults.append(("/decision", "not_decided"))
    elif decision != Decision.ACCEPTED and not feedback.strip() and not remarks:
        faults.append(("/feedback", "no_feedback"))
    return faults
