from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict

from mentoring.projects.rules.kinds import ASKABLE
from mentoring.projects.rules.reviewing import ONE_MENTOR, StageReview, review_faults

Fault = tuple[str, str]  # a JSON Pointer into the input, and what is wrong there
Texts = dict[str, str]


class Question(TypedDict):
    key: str
    title: Texts
    kind: str
    required: bool
    max_bytes: int | None
    media_types: list[str]


class Late(TypedDict):
    """For so many days after it was due something is still taken, and called late."""

    days: int


class Stage(TypedDict):
    key: str
    title: Texts
    description: NotRequired[Texts]
    evidence: NotRequired[Texts]
    questions: list[Question]
    review: NotRequired[StageReview]
    due_on: NotRequired[str]
    late: NotRequired[Late]


class Level(TypedDict):
    points: int
    title: Texts
    text: NotRequired[Texts]


class Criterion(TypedDict):
    key: str
    title: Texts
    levels: list[Level]
    reason_required: NotRequired[bool]


class Rubric(TypedDict):
    criteria: list[Criterion]


def stage_of(stages: Sequence[Stage], key: str) -> Stage:
    return next(stage for stage in stages if stage["key"] == key)


def questions_of(stages: Sequence[Stage], key: str) -> list[Question]:
    return stage_of(stages, key)["questions"]


def review_of(stages: Sequence[Stage], key: str) -> StageReview:
    return stage_of(stages, key).get("review", ONE_MENTOR)


def call_faults(stages: Sequence[Stage], rubric: Rubric) -> list[Fault]:
    """What a call's shape can't say by itself: keys and points once each, kinds of files that can be told."""
    faults = _repeated("/stages/{}/key", (stage["key"] for stage in stages))
    for n, stage in enumerate(stages):
        faults += _repeated(f"/stages/{n}/questions/{{}}/key", (question["key"] for question in stage["questions"]))
        faults += [
            (f"/stages/{n}/questions/{m}/media_types/{k}", "unknown_media_type")
            for m, question in enumerate(stage["questions"])
            for k, kind in enumerate(question["media_types"])
            if kind not in ASKABLE
        ]
        review = stage.get("review", ONE_MENTOR)
        faults += [(f"/stages/{n}/review/{name}", fault) for name, fault in review_faults(review)]
    faults += _repeated("/rubric/criteria/{}/key", (criterion["key"] for criterion in rubric["criteria"]))
    for n, criterion in enumerate(rubric["criteria"]):
        points = (level["points"] for level in criterion["levels"])
        faults += _repeated(f"/rubric/criteria/{n}/levels/{{}}/points", points, "repeated_points")
    return faults


def _repeated(pointer: str, values: Iterable[object], code: str = "repeated_key") -> list[Fault]:
    listed = list(values)
    return [(pointer.format(n), code) for n, value in enumerate(listed) if value in listed[:n]]
