"""Quizzes over HTTP, as their learner, strangers and nobody meet them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from courses.assessment.models import Attempt
from courses.assessment.rules.definition import parse_quiz
from courses.catalogue.models import CourseVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson, withdraw
from foundation.accounts.models import User
from foundation.kernel.clock import now
from tests.factories.accounts import PersonFactory
from tests.factories.consents import minor, open_state
from tests.factories.courses import lessons_of, texts
from tests.factories.quizzes import (
    every_kind,
    learner_of,
    option,
    question,
    quiz,
    quiz_course,
    quiz_of,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
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


def set_up() -> Desk:
    picking = {
        "after_last": quiz_course(quiz(PICK, attempts=2, cooldown_minutes=5)),
        "after_each": quiz_course(quiz(PICK, reveal="after_each", minutes=20)),
        "never": quiz_course(quiz(PICK, reveal="never")),
    }
    return Desk(quiz_course(EVERY), picking)


_written, desk = scene(set_up)


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


def test_an_attempt_has_the_members_that_clients_count_on(client_of: Clients, desk: Desk) -> None:
    seat = Seat(client_of, desk.picking["after_each"], language="fr")
    answer = seat.client.post(f"{seat.place}/attempts")
    attempt = Attempt.objects.get()
    parts = {
        key: {"id": key, "text": f"option {key} en français", "feedback": None}
        for key in ("a", "b")
    }  # fmt: skip
    told = answer.json()
    assert sorted(told["questions"][0].pop("options"), key=lambda part: part["id"]) == [parts["a"], parts["b"]]
    assert told == {
        "id": str(attempt.id),
        "enrolment": str(seat.enrolment.id),
        "lesson": str(seat.lesson.id),
        "number": 1,
        "status": "open",
        "started_at": attempt.started_at.isoformat().replace("+00:00", "Z"),
        "expires_at": attempt.expires_at.isoformat().replace("+00:00", "Z"),  # type: ignore[union-attr]
        "submitted_at": None,
        "language": "fr",
        "questions": [
            {"id": "pick", "kind": "single", "text": "pick en français", "targets": [], "points": 2, "result": None}
        ],
        "answers": {},
        "score": None,
        "max_score": 2,
        "passed": None,
    }
    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/attempts/{attempt.id}")
    again = seat.client.post(f"{seat.place}/attempts")
    assert (again.status_code, again.json()["id"]) == (200, told["id"])


def test_a_quiz_of_every_kind_is_played_to_the_end(client_of: Clients, desk: Desk) -> None:
    seat = Seat(client_of, desk.every, language="ar")
    reading = lessons_of(desk.every)[0]
    complete_lesson(actor=seat.enrolment.person, enrolment_id=seat.enrolment.id, lesson_id=reading.id)
    attempt = seat.start()
    told = seat.client.get(attempt).json()
    assert {one["id"]: (len(one["options"]), len(one["targets"])) for one in told["questions"]} == {
        "single": (3, 0), "multiple": (4, 0), "true-false": (0, 0), "text": (0, 0), "number": (0, 0), "order": (4, 0),
        "match": (3, 3),
    }  # fmt: skip
    for key, answer in right_answers().items():
        seat.client.patch(attempt, {"answers": {key: answer}})
    ended = seat.client.post(f"{attempt}/submit").json()
    assert (ended["status"], ended["score"], ended["max_score"], ended["passed"]) == ("submitted", 14, 14, True)
    assert ended["answers"] == right_answers()
    assert {one["id"]: one["result"] for one in ended["questions"]} == {
        key: {
            "points": 2,
            "correct": True,
            "answer": answer if key != "text" else "الإنترنت",
            "feedback": "yes بالعربية",
        }
        for key, answer in right_answers().items()
    }
    assert seat.client.get(attempt).json() == seat.client.post(f"{attempt}/submit").json() == ended
    enrolment = seat.client.get(f"/api/v1/enrolments/{seat.enrolment.id}").json()
    assert (enrolment["status"], enrolment["lessons_done"]) == ("completed", [str(reading.id), str(seat.lesson.id)])


def test_a_part_of_an_answer_earns_a_part_of_the_points(client_of: Clients, desk: Desk) -> None:
    told = Seat(client_of, desk.every).play({"multiple": ["a"], "match": {"x": right_answers()["match"]["x"]}})
    assert (told["score"], told["max_score"], told["passed"]) == (1.67, 14, False)


# what may be seen when


@pytest.mark.parametrize(
    ("reveal", "answers", "first", "second"),
    [
        ("never", RIGHT, False, None),
        ("never", WRONG, False, False),
        ("after_each", WRONG, True, True),
        ("after_each", RIGHT, True, None),
        ("after_last", RIGHT, True, None),
        ("after_last", WRONG, False, True),
    ],
)
def test_answers_are_shown_when_the_quiz_says_so(
    client_of: Clients, desk: Desk, reveal: str, answers: dict[str, Any], first: bool, second: bool | None
) -> None:
    seat = Seat(client_of, desk.picking[reveal])
    told = seat.play(answers)
    assert shown(told) is first
    assert (told["score"], told["passed"]) == ((2, True) if answers == RIGHT else (0, False))
    if second is None:
        return
    Attempt.objects.update(submitted_at="2026-01-01T00:00Z", started_at="2026-01-01T00:00Z")
    running = seat.client.get(seat.start()).json()
    assert shown(running) is False
    assert shown(seat.client.get(f"/api/v1/attempts/{told['id']}").json()) is first
    assert shown(seat.client.post(f"/api/v1/attempts/{running['id']}/submit").json()) is second
    page = seat.client.get(f"{seat.place}/attempts").json()["results"]
    assert [(one["number"], shown(one)) for one in page] == [(2, second), (1, second)]


def shown(attempt: dict[str, Any]) -> bool:
    (asked,) = attempt["questions"]
    feedback = {part["id"]: part["feedback"] for part in asked["options"]}
    if asked["result"] is None:
        assert feedback == {"a": None, "b": None}
        return False
    right = attempt["answers"] == RIGHT
    assert feedback == {"a": "well picked in English", "b": "rather a in English"}
    assert asked["result"] == {
        "points": 2 if right else 0,
        "correct": right,
        "answer": "a",
        "feedback": "quite so in English" if right else "not so in English",
    }
    return True


# refusals


def test_what_stands_in_the_way_is_said_with_a_code(client_of: Clients, desk: Desk) -> None:
    seat = Seat(client_of, desk.picking["after_last"], language="fr")
    quiz_place = f"{seat.place}/quiz"
    assert seat.client.get(quiz_place).json() == {
        "pass_mark": 60, "minutes": None, "attempts": 2, "allowed": 2, "left": 2, "used": 0, "cooldown_minutes": 5,
        "reveal": "after_last",
        "passed": False, "open_attempt": None, "bar": None, "retry_at": None,
    }  # fmt: skip
    first = seat.play(WRONG)
    early = seat.client.post(f"{seat.place}/attempts")
    known = seat.client.get(quiz_place).json()
    assert (early.status_code, early.json()["code"], early.json()["retry_at"]) == (
        409, "quiz_cooldown", known["retry_at"],
    )  # fmt: skip
    assert 290 < int(early["Retry-After"]) <= 300
    assert (known["used"], known["left"], known["bar"]) == (1, 1, "quiz_cooldown")
    Attempt.objects.update(submitted_at="2026-01-01T00:00Z", started_at="2026-01-01T00:00Z")
    seat.play(WRONG)
    late = seat.client.patch(f"/api/v1/attempts/{first['id']}", {"answers": RIGHT})
    none = seat.client.post(f"{seat.place}/attempts")
    assert [(one.status_code, one.json()["code"]) for one in (late, none)] == [
        (409, "attempt_submitted"),
        (409, "no_attempt_left"),
    ]
    assert Attempt.objects.count() == 2


def test_a_passed_quiz_stays_passed(client_of: Clients, desk: Desk) -> None:
    seat = Seat(client_of, desk.picking["after_last"])
    refused = seat.client.put(f"{seat.place}/completion")
    assert (refused.status_code, refused.json()["code"]) == (409, "quiz_not_passed")
    seat.play(RIGHT)
    again = seat.client.post(f"{seat.place}/attempts")
    assert (again.status_code, again.json()["code"], Attempt.objects.count()) == (409, "quiz_passed", 1)
    assert seat.client.put(f"{seat.place}/completion").status_code == 200


def test_time_that_ran_out_is_said(client_of: Clients, desk: Desk) -> None:
    seat = Seat(client_of, desk.picking["after_each"])
    attempt = seat.start()
    Attempt.objects.update(expires_at="2026-01-01T00:00Z")
    late = seat.client.patch(attempt, {"answers": RIGHT})
    assert (late.status_code, late.json()["code"]) == (409, "attempt_expired")
    told = seat.client.get(attempt).json()
    assert (told["status"], told["score"], told["submitted_at"]) == ("submitted", 0, "2026-01-01T00:00:00Z")


@pytest.mark.parametrize("key", [None, "a key of hers"])
@pytest.mark.parametrize(
    ("saved", "code", "done"), [(RIGHT, "quiz_passed", 1), (WRONG, "quiz_cooldown", 0), (WRONG, "deadline_passed", 0)]
)
def test_what_ran_out_stays_graded_when_another_is_refused(
    client_of: Clients, desk: Desk, key: str | None, saved: Any, code: str, done: int
) -> None:
    """Whether the request may be sent twice or not."""
    seat = Seat(client_of, desk.picking["after_last"])
    seat.client.patch(seat.start(), {"answers": saved})
    ended = now() - timedelta(minutes=2)
    Attempt.objects.update(expires_at=ended)
    if code == "deadline_passed":
        Enrolment.objects.update(due_at=ended, closes_at=ended)
    for _ in range(2):
        refused = seat.client.post(f"{seat.place}/attempts", headers={"Idempotency-Key": key} if key else {})
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.passed, Enrolment.objects.get().done) == ("submitted", bool(done), done)


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"answers": [1]}, "object", "/answers"),
        ({"answers": {"pick": "z"}}, "unknown_option", "/answers/pick"),
        ({"answers": {"pick": ["a"]}}, "option_expected", "/answers/pick"),
        ({"answers": {"other": "a"}}, "unknown_question", "/answers/other"),
        ({"score": 2}, "unknown", "/score"),
    ],
)
def test_what_can_not_be_saved(client_of: Clients, desk: Desk, body: Any, code: str, pointer: str) -> None:
    seat = Seat(client_of, desk.picking["never"])
    answer = seat.client.patch(seat.start(), body)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["pointer"]) == (400, code, pointer)
    assert Attempt.objects.get().answers == {}


def test_nobody_and_strangers_get_nowhere(client_of: Clients, desk: Desk) -> None:
    seat = Seat(client_of, desk.picking["never"])
    attempt = seat.start()
    for who, status in [(None, 401), (PersonFactory(), 404), (PersonFactory(is_staff=True), 404)]:
        client = client_of(who)
        answers = [
            client.get(f"{seat.place}/quiz"),
            client.get(f"{seat.place}/attempts"),
            client.post(f"{seat.place}/attempts"),
            client.get(attempt),
            client.patch(attempt, {"answers": RIGHT}),
            client.post(f"{attempt}/submit"),
        ]
        assert [answer.status_code for answer in answers] == [status] * 6
    stored = Attempt.objects.get()
    assert (stored.status, stored.answers) == ("open", {})


def test_what_is_not_there_is_not_found(client_of: Clients, desk: Desk) -> None:
    seat = Seat(client_of, desk.picking["never"])
    reading = lessons_of(desk.picking["never"])[0]
    for lesson in (reading.id, uuid4(), quiz_of(desk.every).id):
        place = f"/api/v1/enrolments/{seat.enrolment.id}/lessons/{lesson}"
        answers = [seat.client.get(f"{place}/quiz"), seat.client.get(f"{place}/attempts")]
        assert [one.status_code for one in [*answers, seat.client.post(f"{place}/attempts")]] == [404] * 3
    assert seat.client.get(f"/api/v1/attempts/{uuid4()}").status_code == 404


def test_without_consent_it_is_said_what_is_missing(client_of: Clients, desk: Desk) -> None:
    open_state()
    seat = Seat(client_of, desk.picking["never"])
    attempt = seat.start()
    young = minor()
    Enrolment.objects.update(person=young)
    client = client_of(young)
    for answer in (client.get(attempt), client.post(f"{attempt}/submit"), client.post(f"{seat.place}/attempts")):
        assert (answer.status_code, answer.json()["code"], answer.json()["purpose"]) == (
            403, "consent_required", "learning",
        )  # fmt: skip
    assert Attempt.objects.get().status == "open"


def test_whoever_left_the_course_is_told(client_of: Clients, desk: Desk) -> None:
    seat = Seat(client_of, desk.picking["never"])
    attempt = seat.start()
    withdraw(actor=seat.enrolment.person, enrolment_id=seat.enrolment.id)
    for answer in (
        seat.client.post(f"{seat.place}/attempts"),
        seat.client.patch(attempt, {"answers": RIGHT}),
        seat.client.post(f"{attempt}/submit"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "enrolment_withdrawn")
    assert seat.client.get(attempt).json()["status"] == "open"


# queries


def test_beginning_another_attempt_takes_seven_queries(
    client_of: Clients, desk: Desk, django_assert_num_queries: Any
) -> None:
    seat = Seat(client_of, desk.picking["never"])
    seat.play(WRONG)
    with django_assert_num_queries(7):
        seat.start()
    with django_assert_num_queries(2):
        assert seat.client.post(f"{seat.place}/attempts").status_code == 200


def test_a_submit_that_completes_the_course_takes_seven_queries(
    client_of: Clients, desk: Desk, django_assert_num_queries: Any
) -> None:
    """Of somebody who is clearly of age; one more asks whether others may."""
    seat = Seat(client_of, desk.every)
    reading = lessons_of(desk.every)[0]
    complete_lesson(actor=seat.enrolment.person, enrolment_id=seat.enrolment.id, lesson_id=reading.id)
    attempt = seat.start()
    with django_assert_num_queries(2):
        seat.client.patch(attempt, {"answers": right_answers()})
    with django_assert_num_queries(7):
        assert seat.client.post(f"{attempt}/submit").json()["passed"] is True


@pytest.mark.parametrize("attempts", [1, 3])
def test_looking_takes_the_same_queries_however_many(
    client_of: Clients, desk: Desk, django_assert_num_queries: Any, attempts: int
) -> None:
    seat = Seat(client_of, desk.picking["never"])
    for _ in range(attempts):
        told = seat.play(WRONG)
    with django_assert_num_queries(3):
        assert len(seat.client.get(f"{seat.place}/attempts").json()["results"]) == attempts
    with django_assert_num_queries(2):
        assert seat.client.get(f"{seat.place}/quiz").json()["used"] == attempts
    with django_assert_num_queries(1):
        assert seat.client.get(f"/api/v1/attempts/{told['id']}").json()["number"] == attempts
