"""Where a project stands after it was handed in and after each decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentoring.projects.enums import Decision, ProjectMove, ProjectStatus
from mentoring.projects.rules.calls import Stage

S, M = ProjectStatus, ProjectMove

PROJECT_TRANSITIONS: dict[tuple[ProjectStatus, ProjectMove], ProjectStatus] = {
    (S.ACTIVE, M.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, M.WITHDRAW): S.ACTIVE,
    (S.SUBMITTED, M.RETURN): S.ACTIVE,
    (S.SUBMITTED, M.ADVANCE): S.ACTIVE,
    (S.SUBMITTED, M.ACCEPT): S.ACCEPTED,
    (S.SUBMITTED, M.DECLINE): S.DECLINED,
}


def next_project_status(status: str, move: ProjectMove) -> ProjectStatus | None:
    """Where `move` leads from `status`; None where the table allows no such move."""
    return PROJECT_TRANSITIONS.get((S(status), move))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision makes of the project: its move, and the stage at which it then stands."""

    move: ProjectMove
    stage: str


def outcome(decision: Decision, stage: str, stages: Sequence[Stage]) -> Outcome:
    if decision == Decision.DECLINED:
        return Outcome(M.DECLINE, stage)
    if decision == Decision.REVISE:
        return Outcome(M.RETURN, stage)
    keys = [known["key"] for known in stages]
    following = keys[keys.index(stage) + 1 :]
    return Outcome(M.ADVANCE, following[0]) if following else Outcome(M.ACCEPT, stage)
