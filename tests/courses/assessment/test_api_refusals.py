"""What stands in the way of an attempt, as clients are told it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from courses.assessment.models import Attempt
from courses.enrolment.models import Enrolment
from courses.enrolment.services import withdraw
from foundation.kernel.clock import now
from tests.courses.assessment.seats import RIGHT, WRONG, Desk, Seat, desk_of_quizzes
from tests.factories.accounts import PersonFactory
from tests.factories.consents import minor, open_state
from tests.factories.courses import lessons_of
from tests.factories.quizzes import (
    quiz_of,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, desk = scene(desk_of_quizzes)


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
