"""A learner in front of a quiz, and what came of it."""

from datetime import UTC, datetime
from typing import Any

from courses.assessment.models import Attempt
from courses.assessment.services import (
    save_answers,
    start_attempt,
    submit_attempt,
)
from courses.enrolment.models import LessonProgress
from foundation.outbox.models import EventRecord
from tests.factories.quizzes import Told, learner_of, quiz, quiz_course, quiz_of, true_false

NOW = datetime(2030, 1, 1, 10, tzinfo=UTC)
RIGHT, WRONG = {"true-false": True}, {"true-false": False}


class Desk:
    """A learner in front of a quiz of one question, at NOW."""

    def __init__(self, definition: Told | None = None, **rules: Any) -> None:
        self.version = quiz_course(definition or quiz(true_false(), **rules))
        self.lesson = quiz_of(self.version)
        self.enrolment = learner_of(self.version)
        self.person = self.enrolment.person

    def start(self, now: datetime = NOW) -> Attempt:
        place = {"enrolment_id": self.enrolment.id, "lesson_id": self.lesson.id}
        return start_attempt(actor=self.person, now=now, **place)[0]

    def save(self, attempt: Attempt, answers: Any, now: datetime = NOW) -> dict[str, Any]:
        saved = save_answers(actor=self.person, attempt_id=attempt.id, answers=answers, now=now)
        stored: dict[str, Any] = Attempt.objects.get(id=attempt.id).answers
        assert saved.answers == stored
        return stored

    def submit(self, attempt: Attempt, now: datetime = NOW) -> Attempt:
        return submit_attempt(actor=self.person, attempt_id=attempt.id, now=now)

    def play(self, answers: Any, now: datetime = NOW) -> Attempt:
        attempt = self.start(now)
        self.save(attempt, answers, now)
        return self.submit(attempt, now)


def done() -> list[str]:
    return list(LessonProgress.objects.order_by("lesson__position").values_list("lesson__key", flat=True))


def told(name: str) -> int:
    return EventRecord.objects.filter(name__startswith=f"courses.{name}.v").count()
