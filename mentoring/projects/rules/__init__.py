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
from mentoring.projects.rules.openings import CALL_TRANSITIONS
from mentoring.projects.rules.outcomes import PROJECT_TRANSITIONS, Outcome, next_project_status, outcome
from mentoring.projects.rules.reviewing import (
    MOST_REVIEWERS,
    ONE_MENTOR,
    THRESHOLD,
    StageReview,
    fewest_reviewers,
    reviewers_fault,
)
from mentoring.projects.rules.states import MOVES, TRANSITIONS, may_submit, next_status, origin_of
from mentoring.projects.rules.submissions import answer_faults, is_link, merge, missing_answers

__all__ = [
    "CALL_TRANSITIONS",
    "MOST_REVIEWERS",
    "MOVES",
    "ONE_MENTOR",
    "PROJECT_TRANSITIONS",
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
    "next_project_status",
    "next_status",
    "origin_of",
    "outcome",
    "questions_of",
    "review_of",
    "reviewers_fault",
]
