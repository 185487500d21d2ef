"""One attempt more for a learner who has used up hers, and what a deadline means for attempts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.assessment.errors import NoAttemptLeft, NoAttemptToGive, NoQuiz
from courses.assessment.models import Attempt, ExtraAttempt
from courses.assessment.services import (
    give_attempt,
    overview,
    save_answers,
    start_attempt,
    submit_attempt,
    take_attempt_back,
)
from courses.enrolment.errors import DeadlinePassed, ReopeningUsed
from courses.enrolment.models import Enrolment
from courses.enrolment.services import withdraw
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Membership
from tests.factories.consents import deliver_all
from tests.factories.courses import lessons_of
from tests.factories.programmes import CohortFactory, MembershipFactory, coordinator, coordinator_of, office
from tests.factories.quizzes import learner_of, quiz, quiz_course, quiz_of, true_false
from tests.scenes import scene

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 1, 10, tzinfo=UTC)
Clients = Callable[..., APIClient]


class Room:
    """A learner of a cohort, who has used up the one attempt of a quiz without passing it; and who looks after her."""

    def __init__(self, **rules: Any) -> None:
        self.version = quiz_course(quiz(true_false(), **{"attempts": 1, **rules}), slug="reading")
        place: Membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
        self.enrolment = learner_of(self.version, place.person)
        self.coordinator = coordinator_of(place.cohort.organisation)
        self.place: dict[str, Any] = {"enrolment_id": self.enrolment.id, "lesson_id": quiz_of(self.version).id}
        self.play(right=False)

    def start(self, moment: datetime = NOW) -> tuple[Attempt, bool]:
        return start_attempt(actor=self.enrolment.person, now=moment, **self.place)

    def play(self, *, right: bool, moment: datetime = NOW) -> Attempt:
        attempt, _ = self.start(moment)
        known = {"actor": self.enrolment.person, "attempt_id": attempt.id, "now": moment}
        save_answers(**known, answers={"true-false": right})
        return submit_attempt(**known)

    def give(self) -> Any:
        return give_attempt(actor=self.coordinator, now=NOW, **self.place)

    def take_back(self) -> None:
        take_attempt_back(actor=self.coordinator, now=NOW, **self.place)

    def close(self, moment: datetime = NOW) -> None:
        Enrolment.objects.update(due_at=moment, closes_at=moment)

    def counts(self) -> tuple[Any, ...]:
        seen = overview(actor=self.enrolment.person, now=NOW, **self.place)
        return seen.attempts, seen.allowed, seen.used, seen.left, seen.bar


_written, room = scene(Room)


def state() -> tuple[int, ...]:
    models = (Attempt, ExtraAttempt, Record, EventRecord)
    return tuple(model._default_manager.count() for model in models)


def test_with_one_more_attempt_she_passes(room: Room) -> None:
    with pytest.raises(NoAttemptLeft):
        room.start()
    given = room.give()
    assert (given.used, given.allowed, given.left) == (1, 2, 1)
    assert room.counts() == (1, 2, 1, 1, None)
    assert room.play(right=True).passed is True
    assert room.counts() == (1, 2, 2, 0, "quiz_passed")
    record = Record.objects.get(action="enrolment.quiz_reopened")
    lesson = str(room.place["lesson_id"])
    assert (record.actor_id, record.subject_id, record.details) == (
        room.coordinator.id,
        room.enrolment.id,
        {"lesson": lesson},
    )


def test_each_gives_one_attempt(room: Room) -> None:
    for number in (2, 3):
        room.give()
        assert room.play(right=False).number == number
        with pytest.raises(NoAttemptLeft):
            room.start()
    assert room.counts() == (1, 3, 3, 0, "no_attempt_left")


@pytest.mark.parametrize("why", ["given already", "attempt open", "passed", "left"])
def test_where_there_is_nothing_to_give(room: Room, why: str) -> None:
    if why != "left":
        room.give()
    if why == "attempt open":
        room.start()
    if why == "passed":
        room.play(right=True)
    if why == "left":
        withdraw(actor=room.enrolment.person, enrolment_id=room.enrolment.id)
    before = state()
    with pytest.raises(NoAttemptToGive):
        room.give()
    assert state() == before


def test_any_number_of_attempts_is_enough() -> None:
    version = quiz_course(quiz(true_false()))
    enrolment = learner_of(version)
    with pytest.raises(NoAttemptToGive):
        give_attempt(actor=office(), enrolment_id=enrolment.id, lesson_id=quiz_of(version).id)


def test_a_lesson_that_is_no_quiz_of_hers_is_told_from_one_that_is_not_there(room: Room) -> None:
    refusals = {lessons_of(room.version)[0].id: NoQuiz, quiz_of(quiz_course()).id: NotFound}
    before = state()
    for lesson_id, refusal in refusals.items():
        for deed in (give_attempt, take_attempt_back):
            with pytest.raises(refusal):
                deed(actor=room.coordinator, enrolment_id=room.enrolment.id, lesson_id=lesson_id)
    assert state() == before


def test_unused_it_is_taken_back(room: Room) -> None:
    room.give()
    room.take_back()
    assert room.counts() == (1, 1, 1, 0, "no_attempt_left")
    assert Record.objects.filter(action="enrolment.quiz_closed_again").count() == 1
    with pytest.raises(NotFound):
        room.take_back()


@pytest.mark.parametrize("submitted", [False, True])
def test_begun_it_stays(room: Room, submitted: bool) -> None:
    room.give()
    room.play(right=False) if submitted else room.start()
    before = state()
    with pytest.raises(ReopeningUsed):
        room.take_back()
    assert state() == before


def test_only_the_one_that_is_not_begun_is_taken_back(room: Room) -> None:
    room.give()
    room.play(right=False)
    room.give()
    room.take_back()
    assert room.counts() == (1, 2, 2, 0, "no_attempt_left")
    with pytest.raises(ReopeningUsed):
        room.take_back()


def test_what_was_right_is_hidden_again_until_the_last_attempt_is_over(client_of: Clients, room: Room) -> None:
    path = f"/api/v1/enrolments/{room.enrolment.id}/lessons/{room.place['lesson_id']}/attempts"

    def shown() -> list[bool]:
        attempts = client_of(room.enrolment.person).get(path).json()["results"]
        return [attempt["questions"][0]["result"] is not None for attempt in attempts]

    assert shown() == [True]
    room.give()
    assert shown() == [False]
    room.play(right=False)
    assert shown() == [True, True]


def test_she_is_told_in_her_language(client_of: Clients, room: Room) -> None:
    room.give()
    deliver_all()
    notices = client_of(room.enrolment.person, language="fr").get("/api/v1/notifications").json()["results"]
    (told,) = [notice for notice in notices if notice["kind"] == "quiz_reopened"]
    assert told["title"] == "Vous pouvez essayer encore une fois un quiz de «\xa0reading en français\xa0»"
    assert told["subject"] == {"type": "enrolment", "id": str(room.enrolment.id)}


PEOPLE: dict[str, tuple[Callable[[Room], User | None], int]] = {
    "the office": (lambda _room: office(), 200),
    "the state's coordinator": (lambda _room: coordinator(), 200),
    "the cohort's coordinator": (lambda room: room.coordinator, 200),
    "another state's": (lambda _room: coordinator("JO"), 404),
    "herself": (lambda room: room.enrolment.person, 404),
    "nobody": (lambda _room: None, 401),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may(client_of: Clients, room: Room, who: str) -> None:
    make, status = PEOPLE[who]
    client = client_of(make(room))
    lesson = room.place["lesson_id"]
    path = f"/api/v1/enrolments/{room.enrolment.id}/lessons/{lesson}/reopening"
    before = state()
    given = client.post(path)
    assert given.status_code == status
    if status == 200:
        place = {"enrolment": str(room.enrolment.id), "lesson": str(lesson)}
        assert given.json() == {**place, "used": 1, "allowed": 2, "left": 1}
        assert client.delete(path).status_code == 204
        assert ExtraAttempt.objects.count() == 0
    else:
        assert (client.delete(path).status_code, state()) == (status, before)


def test_no_attempt_begins_when_the_course_has_closed(room: Room) -> None:
    room.give()
    room.close()
    before = state()
    with pytest.raises(DeadlinePassed) as refusal:
        room.start()
    assert (refusal.value.extra, state()) == ({"closed_at": NOW}, before)
    assert room.counts() == (1, 2, 1, 1, "deadline_passed")
    assert room.start(NOW - timedelta(seconds=1))[1] is True


def test_what_was_begun_before_may_be_ended_after(room: Room) -> None:
    room.give()
    attempt, _ = room.start(NOW - timedelta(hours=1))
    room.close()
    assert room.start() == (attempt, False)
    known = {"actor": room.enrolment.person, "attempt_id": attempt.id, "now": NOW + timedelta(hours=1)}
    save_answers(**known, answers={"true-false": True})
    assert submit_attempt(**known).passed is True
    assert Enrolment.objects.get().done == 1


def test_it_is_said_over_http_until_when_it_was(client_of: Clients, room: Room) -> None:
    room.give()
    past = now() - timedelta(days=1)
    room.close(past)
    path = f"/api/v1/enrolments/{room.enrolment.id}/lessons/{room.place['lesson_id']}"
    told = client_of(room.enrolment.person).post(f"{path}/attempts").json()
    closed_at = past.isoformat().replace("+00:00", "Z")
    assert (told["status"], told["code"], told["closed_at"]) == (409, "deadline_passed", closed_at)
    assert client_of(room.enrolment.person).get(f"{path}/quiz").json()["bar"] == "deadline_passed"
