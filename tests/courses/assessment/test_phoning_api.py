"""The offline log over HTTP: what is refused as a whole, and what is answered event by event."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment, ProgressEvent
from courses.enrolment.services import enrol
from foundation.accounts.models import User
from foundation.kernel.clock import now
from tests.factories.accounts import PersonFactory
from tests.factories.consents import minor
from tests.factories.courses import lessons_of, published_course
from tests.factories.logs import event_of
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
Learner = tuple[User, UUID, list[UUID]]
LOG = "/api/v1/progress-events"


def set_up() -> Learner:
    course, person = published_course("reading"), PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    return person, enrolment.id, [lesson.id for lesson in lessons_of(course.published_version)]


_written, learner = scene(set_up)


def test_an_answer_for_each_event_in_the_order_sent(client_of: Clients, learner: Learner) -> None:
    person, enrolment, (first, second) = learner
    Enrolment.objects.update(enrolled_at=now() - timedelta(days=1))
    clock = now() - timedelta(hours=6)  # of a phone that is six hours late
    events = [
        event_of(enrolment, second, at=clock - timedelta(minutes=1)),
        {"id": "one"},
        event_of(enrolment, first, "attempt_submitted", attempt="x"),
        event_of(enrolment, first, at=clock - timedelta(minutes=2)),
    ]
    client = client_of(person)
    answer = client.post(LOG, {"sent_at": clock.isoformat(), "events": events})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == {
        "results": [
            {"id": events[0]["id"], "outcome": "applied"},
            {"id": "one", "outcome": "refused", "code": "invalid", "pointer": "/events/1/id"},
            {"id": events[2]["id"], "outcome": "refused", "code": "not_found"},
            {"id": events[3]["id"], "outcome": "applied"},
        ]
    }
    line = ProgressEvent.objects.get(id=events[3]["id"])
    assert abs(line.occurred_at - (now() - timedelta(minutes=2))) < timedelta(minutes=1)
    told = client.get(f"/api/v1/enrolments/{enrolment}").json()
    assert (told["status"], told["progress"]) == ("completed", {"done": 2, "total": 2, "needed": 2})
    again = client.post(LOG, {"events": events}).json()["results"]
    assert [result["outcome"] for result in again] == ["repeated", "refused", "refused", "repeated"]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/events", "required"),
        ({"events": None}, "/events", "null"),
        ({"events": {}}, "/events", "list"),
        ({"events": [None] * 501}, "/events", "max_length"),
        ({"events": [], "sent_at": "now"}, "/sent_at", "invalid"),
        ({"events": [], "device": "x"}, "/device", "unknown"),
    ],
)
def test_a_batch_that_can_not_be_understood(
    client_of: Clients, learner: Learner, body: Any, pointer: str, code: str
) -> None:
    answer = client_of(learner[0]).post(LOG, body)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (400, pointer, code)


def test_five_hundred_events_at_once(client_of: Clients, learner: Learner) -> None:
    person, enrolment, (first, _) = learner
    events = [event_of(enrolment, first, "lesson_opened") for _ in range(500)]
    answer = client_of(person).post(LOG, {"events": events})
    assert answer.json() == {"results": [{"id": event["id"], "outcome": "applied"} for event in events]}
    assert ProgressEvent.objects.count() == 500


def test_a_megabyte_is_the_most(client_of: Clients, learner: Learner) -> None:
    answer = client_of(learner[0]).post(LOG, {"events": ["x" * 1024 * 1024]})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_nobody_and_whoever_waits_for_consent_hands_in_nothing(client_of: Clients, learner: Learner) -> None:
    _, enrolment, (first, _) = learner
    body = {"events": [event_of(enrolment, first)]}
    assert client_of().post(LOG, body).status_code == 401
    refused = client_of(minor()).post(LOG, body)
    assert (refused.status_code, refused.json()["code"], refused.json()["purpose"]) == (
        403,
        "consent_required",
        "learning",
    )
    assert not ProgressEvent.objects.exists()


def test_a_stranger_is_told_nothing(client_of: Clients, learner: Learner) -> None:
    person, enrolment, (first, _) = learner
    event = event_of(enrolment, first)
    client_of(person).post(LOG, {"events": [event]})
    for who in (PersonFactory(), PersonFactory(is_staff=True)):
        answer = client_of(who).post(LOG, {"events": [event, event_of(enrolment, first)]}).json()
        assert [(result["outcome"], result["code"]) for result in answer["results"]] == [("refused", "not_found")] * 2
    assert ProgressEvent.objects.count() == 1
