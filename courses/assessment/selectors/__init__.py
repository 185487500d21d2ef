from courses.assessment.selectors.attempts import (
    Preview,
    at_quiz,
    extra_attempts,
    facts_of,
    preview_for,
    quiz_of,
    with_standing,
)
from courses.assessment.selectors.figures import QuestionFigures, figures_for

__all__ = [
    "Preview",
    "QuestionFigures",
    "at_quiz",
    "extra_attempts",
    "facts_of",
    "figures_for",
    "preview_for",
    "quiz_of",
    "with_standing",
]
