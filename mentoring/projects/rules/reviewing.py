from typing import TypedDict

from mentoring.projects.enums import ReviewMode

THRESHOLD = 0.25


class StageReview(TypedDict):
    """`threshold`, a share of the points that can be had, is how far reviewers may lie apart."""

    mode: str
    reviewers: int
    threshold: float


ONE_MENTOR: StageReview = {"mode": ReviewMode.MENTOR, "reviewers": 1, "threshold": THRESHOLD}
FAULTS_ALONE = {"reviewers": "one_reviewer", "threshold": "nobody_to_differ"}


def fewest_reviewers(mode: str) -> int:
    return 2 if mode == ReviewMode.BLIND else 1


def review_faults(review: StageReview) -> list[tuple[str, str]]:
    """Which member is wrong, and what is wrong with it."""
    if review["mode"] == ReviewMode.MENTOR:
        told, alone = dict(review), dict(ONE_MENTOR)
        return [(name, fault) for name, fault in FAULTS_ALONE.items() if told[name] != alone[name]]
    return [("reviewers", "two_reviewers")] if review["reviewers"] < fewest_reviewers(review["mode"]) else []
