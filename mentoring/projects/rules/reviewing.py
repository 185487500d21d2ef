from typing import TypedDict

from mentoring.projects.enums import ReviewMode

THRESHOLD = 0.25


class StageReview(TypedDict):
    """`threshold`, a share of the points that can be had, is how far reviewers may lie apart."""

    mode: str
    reviewers: int
    threshold: float


ONE_MENTOR: StageReview = {"mode": ReviewMode.MENTOR, "reviewers": 1, "threshold": THRESHOLD}


def fewest_reviewers(mode: str) -> int:
    return 2 if mode == ReviewMode.BLIND else 1


def reviewers_fault(review: StageReview) -> str | None:
    if review["mode"] == ReviewMode.MENTOR:
        return "one_reviewer" if review["reviewers"] != 1 else None
    return "two_reviewers" if review["reviewers"] < fewest_reviewers(review["mode"]) else None
