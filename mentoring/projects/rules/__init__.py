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
    review_of,
)
from mentoring.projects.rules.reviewing import (
    MOST_REVIEWERS,
    ONE_MENTOR,
    THRESHOLD,
    StageReview,
    fewest_reviewers,
    reviewers_fault,
)
from mentoring.projects.rules.states import MOVES, TRANSITIONS, Outcome, may_submit, next_status, origin_of, outcome
from mentoring.projects.rules.submissions import answer_faults, is_link, merge, missing_answers

__all__ = [
    "MOST_REVIEWERS",
    "MOVES",
    "ONE_MENTOR",
    "THRESHOLD",
    "TRANSITIONS",
    "Criterion",
    "Fault",
    "Level",
    "Outcome",
    "Question",
    "Rubric",
    "Stage",
    "StageReview",
    "Texts",
    "answer_faults",
    "call_faults",
    "escape",
    "fewest_reviewers",
    "is_link",
    "may_submit",
    "merge",
    "missing_answers",
    "next_status",
    "origin_of",
    "outcome",
    "questions_of",
    "review_of",
    "reviewers_fault",
]
