"""Twenty-five phones hand in their logs at once, shuffled, three times over, while web and worker are killed under them."""

import http.client
import random
import time
import urllib.error
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import QuerySet

from courses.enrolment.models import Enrolment, LessonProgress, ProgressEvent
from courses.enrolment.services import enrol, keep_log
from foundation.accounts.models import User
from foundation.accounts.services import sign_in
from foundation.kernel.clock import now
from foundation.outbox.models import EventRecord
from outcomes.credentials.models import Credential
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft as draft
from tests.factories.courses import lessons_of, published
from tests.factories.logs import event_of
from tests.house import House, house, until
from tests.services import PATIENCE, redis_server, scale

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
SEED = 20261129
LEARNERS, PHONES_EACH, EVENTS, KILLS = 5, 5, 500, 20
AGO = timedelta(days=30)
LOST = (urllib.error.URLError, ConnectionError, TimeoutError, http.client.HTTPException)
Events = list[dict[str, Any]]


@dataclass(frozen=True)
class Phone:
    owner: User
    token: str
    events: Events

    def batches(self, chance: random.Random) -> Iterator[Events]:
        sent = self.events * 3
        chance.shuffle(sent)
        cuts = sorted(chance.sample(range(1, len(sent)), len(sent) // 25))
        for start, end in pairwise([0, *cuts, len(sent)]):
            yield sent[start:end]


@pytest.fixture
def running() -> Iterator[House]:
    with redis_server() as redis, house(redis, without="bulk") as made:
        yield made


def test_what_they_leave_is_what_one_phone_leaves_that_tells_it_in_order(running: House) -> None:
    chance = random.Random(SEED)
    phones = list(_phones(chance))
    expected = _in_order(phones)
    logs = [list(phone.batches(random.Random(number))) for number, phone in enumerate(phones)]
    sent: list[Events] = []
    with ThreadPoolExecutor(len(phones)) as pool:
        handing_in = [pool.submit(_hand_in, running, phone, log, sent) for phone, log in zip(phones, logs, strict=True)]
        _kill_meanwhile(running, handing_in, sent, sum(map(len, logs)))
    assert {outcome for done in handing_in for outcome in done.result()} == {"applied", "repeated"}
    assert _state() == expected
    completed = Counter(Enrolment.objects.filter(status="completed").values_list("person", flat=True))
    assert set(completed.values()) == {2}
    until(lambda: _certified().total() == completed.total(), PATIENCE, running.logs)
    assert _certified() == completed


def _phones(chance: random.Random) -> Iterator[Phone]:
    """Of learners in two courses of ten lessons; the phones of one tell of the same lessons."""
    versions = [published(draft(lessons=10)) for _ in range(2)]
    for person in PersonFactory.create_batch(LEARNERS):
        pairs = [
            (_enrolled(person, version.course.slug), lesson.id)
            for version in versions
            for lesson in lessons_of(version)
        ]
        token = str(sign_in(person=person)["meta"]["access_token"])
        for _ in range(PHONES_EACH):
            yield Phone(person, token, [_lived(*chance.choice(pairs), chance) for _ in range(scale(EVENTS))])
    Enrolment.objects.update(enrolled_at=now() - AGO)


def _enrolled(person: User, slug: str) -> UUID:
    return enrol(actor=person, course_slug=slug)[0].id


def _lived(enrolment: UUID, lesson: UUID, chance: random.Random) -> dict[str, Any]:
    kind = chance.choice(["lesson_opened", "lesson_completed"])
    return event_of(enrolment, lesson, kind, now() - AGO * chance.random())


def _in_order(phones: list[Phone]) -> dict[str, Any]:
    """What is left when everything is told once, by the order of time; taken back."""
    with transaction.atomic():
        for owner in {phone.owner for phone in phones}:
            lived = [event for phone in phones if phone.owner == owner for event in phone.events]
            keep_log(actor=owner, events=sorted(lived, key=lambda event: event["occurred_at"]))
        seen = _state()
        transaction.set_rollback(True)
    return seen


def _state() -> dict[str, Any]:
    """But for the server's own times."""
    rows = Enrolment.objects.values_list("id", "done", "status", "started_at", "completed_at")
    return {
        "log": set(ProgressEvent.objects.values_list("id", "person", "kind", "enrolment", "lesson", "occurred_at")),
        "progress": set(LessonProgress.objects.values_list("enrolment", "lesson", "completed_at")),
        "enrolments": {(*row, bool(started), bool(completed)) for *row, started, completed in rows},
        "told": Counter(_of_courses().values_list("name", "payload__enrolment_id")),
    }


def _of_courses() -> QuerySet[EventRecord]:
    """What follows from them is told by the worker, when it comes to it."""
    return EventRecord.objects.filter(name__startswith="courses.")


def _certified() -> Counter[UUID]:
    return Counter(Credential.objects.filter(rendered_at__isnull=False).values_list("person", flat=True))


def _hand_in(running: House, phone: Phone, log: list[Events], sent: list[Events]) -> list[str]:
    outcomes = []
    for batch in log:
        results = _send(running, phone.token, {"events": batch})["results"]
        outcomes += [result["outcome"] for result in results]
        sent.append(batch)
    return outcomes


def _send(running: House, token: str, body: Any) -> Any:
    """As often as it takes: whether a lost answer was to something that was done, a phone can't know."""
    while True:
        try:
            status, answer = running.call("POST", "/api/v1/progress-events", token, body)
        except LOST:
            time.sleep(0.1)
            continue
        assert status == 200, answer
        return answer


def _kill_meanwhile(running: House, deeds: list[Future[list[str]]], sent: list[Events], total: int) -> None:
    """At even distances on their way, so that every kill comes before the last batch."""
    for number in range(1, scale(KILLS) + 1):
        while len(sent) < total * number / (scale(KILLS) + 1) and not all(deed.done() for deed in deeds):
            time.sleep(0.01)
        assert len(sent) < total
        running.kill(("web", "worker")[number % 2])
