from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import urlsplit

from mentoring.projects.enums import Decision, ProjectStatus, QuestionKind, SubmissionMove, SubmissionStatus

Fault = tuple[str, str]  # a JSON Pointer into the input, and what is wrong there
Texts = dict[str, str]

LONGEST_TEXT = 10_000
LONGEST_LINK = 2_000


class Question(TypedDict):
    key: str
    title: Texts
    kind: str
    required: bool
    max_bytes: int | None
    media_types: list[str]


class Stage(TypedDict):
    key: str
    title: Texts
    questions: list[Question]


class Level(TypedDict):
    points: int
    title: Texts


class Criterion(TypedDict):
    key: str
    title: Texts
    levels: list[Level]


class Rubric(TypedDict):
    criteria: list[Criterion]


S, M, P = SubmissionStatus, SubmissionMove, ProjectStatus

TRANSITIONS: dict[tuple[SubmissionStatus, SubmissionMove], SubmissionStatus] = {
    (S.DRAFT, M.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, M.LEASE): S.IN_REVIEW,
    (S.IN_REVIEW, M.FREE): S.SUBMITTED,
    (S.IN_REVIEW, M.ACCEPT): S.ACCEPTED,
    (S.IN_REVIEW, M.RETURN): S.RETURNED,
    (S.IN_REVIEW, M.DECLINE): S.DECLINED,
}
MOVES = {Decision.ACCEPTED: M.ACCEPT, Decision.REVISE: M.RETURN, Decision.DECLINED: M.DECLINE}


def next_status(status: str, move: SubmissionMove) -> SubmissionStatus | None:
    """Where `move` leads from `status`; None where the table allows no such move."""
    return TRANSITIONS.get((S(status), move))


def origin_of(move: SubmissionMove) -> SubmissionStatus:
    """The status from which `move` starts: each starts from one only, so that a conditional UPDATE can name it."""
    return next(status for status, known in TRANSITIONS if known == move)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision makes of the project: its status, and the stage at which it then stands."""

    status: ProjectStatus
    stage: str


def outcome(decision: Decision, stage: str, stages: Sequence[Stage]) -> Outcome:
    if decision == Decision.DECLINED:
        return Outcome(P.DECLINED, stage)
    if decision == Decision.REVISE:
        return Outcome(P.ACTIVE, stage)
    keys = [known["key"] for known in stages]
    following = keys[keys.index(stage) + 1 :]
    return Outcome(P.ACTIVE, following[0]) if following else Outcome(P.ACCEPTED, stage)


def may_submit(*, call_open: bool, reviewed_before: bool) -> bool:
    """A closed call takes no first submission, but whoever was asked for more may still give it."""
    return call_open or reviewed_before


def questions_of(stages: Sequence[Stage], key: str) -> list[Question]:
    return next(stage["questions"] for stage in stages if stage["key"] == key)


def merge(kept: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    """The kept answers with `changes` laid over them; null takes an answer away, what is not named stays."""
    return {key: value for key, value in {**kept, **changes}.items() if value is not None}


def answer_faults(answers: Mapping[str, str | None], questions: Sequence[Question]) -> list[Fault]:
    """What keeps these answers from being saved, be they unfinished."""
    kinds = {question["key"]: question["kind"] for question in questions}
    faults = ((key, _fault(value, kinds.get(key))) for key, value in answers.items() if value is not None)
    return [(f"/answers/{escape(key)}", code) for key, code in faults if code]


def _fault(value: str, kind: str | None) -> str | None:
    if kind is None:
        return "unknown_question"
    if kind == QuestionKind.FILE:
        return "file_answers_not_supported"
    if len(value) > (LONGEST_LINK if kind == QuestionKind.LINK else LONGEST_TEXT):
        return "too_long"
    return "not_a_link" if kind == QuestionKind.LINK and value.strip() and not is_link(value) else None


def missing_answers(answers: Mapping[str, str], questions: Sequence[Question]) -> list[Fault]:
    asked = (question["key"] for question in questions if question["required"])
    return [(f"/answers/{escape(key)}", "required") for key in asked if not answers.get(key, "").strip()]


def is_link(value: str) -> bool:
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, value.strip()))


def escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def call_faults(stages: Sequence[Stage], rubric: Rubric) -> list[Fault]:
    """What a call's shape can't say by itself: keys and points once each, and no file asked for until files exist."""
    faults = _repeated("/stages/{}/key", (stage["key"] for stage in stages))
    for n, stage in enumerate(stages):
        faults += _repeated(f"/stages/{n}/questions/{{}}/key", (question["key"] for question in stage["questions"]))
        faults += [
            (f"/stages/{n}/questions/{m}/required", "files_not_supported")
            for m, question in enumerate(stage["questions"])
            if question["kind"] == QuestionKind.FILE and question["required"]
        ]
    faults += _repeated("/rubric/criteria/{}/key", (criterion["key"] for criterion in rubric["criteria"]))
    for n, criterion in enumerate(rubric["criteria"]):
        points = (level["points"] for level in criterion["levels"])
        faults += _repeated(f"/rubric/criteria/{n}/levels/{{}}/points", points, "repeated_points")
    return faults


def _repeated(pointer: str, values: Iterable[object], code: str = "repeated_key") -> list[Fault]:
    listed = list(values)
    return [(pointer.format(n), code) for n, value in enumerate(listed) if value in listed[:n]]
