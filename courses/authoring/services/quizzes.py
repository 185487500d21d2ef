"""One quiz's file."""

from dataclasses import dataclass, field
from typing import Any

from courses.authoring.errors import WARNINGS, Fault
from courses.authoring.rules.quizzes import quiz_faults
from courses.authoring.services.schema import QUIZ_SCHEMA, read_document


@dataclass(slots=True)
class QuizText:
    """`definition` is that of a quiz without faults; warnings don't count."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    definition: dict[str, Any] | None = None


def read_quiz(file: str, data: bytes) -> QuizText:
    document = read_document(file, data, QUIZ_SCHEMA)
    quiz = QuizText(file, document.faults)
    if not quiz.faults:
        quiz.faults += quiz_faults(document.value, file, document.line_of)
    if all(fault.code in WARNINGS for fault in quiz.faults):
        quiz.definition = document.value
    return quiz
