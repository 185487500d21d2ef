"""Pure decisions: what a call may ask, what may be answered, and where each move leads."""

from mentoring.projects.rules.calls import (
    Criterion,
    Fault,
    Level,
    Question,
    Rubric,
    Stage,
    Texts,
    call_faults,
    escape,
    questions_of,
)
from mentoring.projects.rules.states import MOVES, TRANSITIONS, Outcome, may_submit, next_status, origin_of, outcome
from mentoring.projects.rules.submissions import answer_faults, is_link, merge, missing_answers

__all__ = [
    "MOVES",
    "TRANSITIONS",
    "Criterion",
    "Fault",
    "Level",
    "Outcome",
    "Question",
    "Rubric",
    "Stage",
    "Texts",
    "answer_faults",
    "call_faults",
    "escape",
    "is_link",
    "may_submit",
    "merge",
    "missing_answers",
    "next_status",
    "origin_of",
    "outcome",
    "questions_of",
]
