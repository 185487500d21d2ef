"""Quizzes over HTTP, as their learner, strangers and nobody meet them."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.assessment.models import Attempt
from courses.enrolment.services import complete_lesson
from tests.courses.assessment.seats import RIGHT, WRONG, Desk, Seat, desk_of_quizzes, right_answers
from tests.factories.courses import lessons_of
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]


_written, desk = scene(desk_of_quizzes)


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
