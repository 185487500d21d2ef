"""Learners' clients in front of quizzes of several kinds."""

from collections.abc import Callable
from typing import Any, NamedTuple

from rest_framework.test import APIClient

from courses.assessment.rules.definition import parse_quiz
from courses.catalogue.models import CourseVersion
from foundation.accounts.models import User
from tests.factories.courses import texts
from tests.factories.quizzes import (
    every_kind,
    learner_of,
    option,
    question,
    quiz,
    quiz_course,
    quiz_of,
)

Clients = Callable[..., APIClient]
PICK = question(
    "pick",
    "single",
    options=[option("a", correct=True, feedback=texts("well picked")), option("b", feedback=texts("rather a"))],
    feedback={"correct": texts("quite so"), "wrong": texts("not so")},
)
RIGHT, WRONG = {"pick": "a"}, {"pick": "b"}
EVERY = quiz(*every_kind(feedback={"correct": texts("yes")}), attempts=2, pass_mark=100)


class Desk(NamedTuple):
    every: CourseVersion
    picking: dict[str, CourseVersion]


def desk_of_quizzes() -> Desk:
    picking = {
        "after_last": quiz_course(quiz(PICK, attempts=2, cooldown_minutes=5)),
        "after_each": quiz_course(quiz(PICK, reveal="after_each", minutes=20)),
        "never": quiz_course(quiz(PICK, reveal="never")),
    }
    return Desk(quiz_course(EVERY), picking)


class Seat:
    """A learner's client in front of the quiz of a version."""

    def __init__(self, client_of: Clients, version: CourseVersion, person: User | None = None, **client: Any) -> None:
        self.enrolment = learner_of(version, person)
        self.client = client_of(self.enrolment.person, **client)
        self.lesson = quiz_of(version)
        self.place = f"/api/v1/enrolments/{self.enrolment.id}/lessons/{self.lesson.id}"

    def start(self) -> str:
        answer = self.client.post(f"{self.place}/attempts")
        assert answer.status_code == 201
        return f"/api/v1/attempts/{answer.json()['id']}"

    def play(self, answers: dict[str, Any]) -> Any:
        attempt = self.start()
        assert self.client.patch(attempt, {"answers": answers}).status_code == 200
        return self.client.post(f"{attempt}/submit").json()


def right_answers() -> dict[str, Any]:
    return {question.key: question.body.right("en") for question in parse_quiz(EVERY).questions}
