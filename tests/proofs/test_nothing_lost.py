"""The broker is disposable: kill workers, empty Redis, restart it, and no certificate or notice is lost or doubled."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from foundation.accounts.models import User
from foundation.accounts.services import sign_in
from foundation.notifications.models import Notification
from outcomes.credentials.models import Credential
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft as draft
from tests.factories.courses import lessons_of, published
from tests.house import House, house, until
from tests.services import PATIENCE, in_full, redis_server, scale

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
SEED = 20261124


@pytest.fixture
def running() -> Iterator[House]:
    with redis_server() as redis, house(redis, without="bulk") as made:
        yield made


def test_two_hundred_courses_are_completed_while_everything_breaks(running: House) -> None:
    version = published(draft(lessons=1))
    lesson = lessons_of(version)[0]
    people: list[User] = PersonFactory.create_batch(scale(200))
    paths = {
        person.id: f"/api/v1/enrolments/{_enrolled(person, version.course.slug)}/lessons/{lesson.id}/completion"
        for person in people
    }
    tokens = {person.id: sign_in(person=person)["meta"]["access_token"] for person in people}

    with _trouble(running) as broken, ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(_complete, running, paths[person.id], tokens[person.id]) for person in people[:-1]]
        until(lambda: broken["worker"] >= 2 and broken["flush"] and broken["restart"], PATIENCE)
        answers.append(pool.submit(_complete, running, paths[people[-1].id], tokens[people[-1].id]))
        until(lambda: _settled(len(people)), 240, running.logs)
    assert Counter(answer.result() for answer in answers) == {200: len(people)}
    expected = {person.id: 1 for person in people}
    assert Counter(Credential.objects.values_list("person_id", flat=True)) == expected
    for kind in ("enrolled", "credential_ready"):
        assert Counter(Notification.objects.filter(kind=kind).values_list("person_id", flat=True)) == expected


def _enrolled(person: User, slug: str) -> object:
    enrol(actor=person, course_slug=slug)
    return Enrolment.objects.values_list("id", flat=True).get(person=person)


def _complete(running: House, path: str, token: str) -> int:
    time.sleep(0.05)
    return running.call("PUT", path, token, {})[0]


def _settled(people: int) -> bool:
    made = Credential.objects.filter(rendered_at__isnull=False).count() == people
    told = Notification.objects.filter(kind="credential_ready").count() == people
    connection.close()
    return made and told


class _trouble:
    """Breaks something at random every second or so until the block ends, and counts what."""

    def __init__(self, running: House) -> None:
        self.running = running
        self.chance = random.Random(SEED)
        self.counts: Counter[str] = Counter()
        self.over = threading.Event()
        self.ways: dict[str, Callable[[], None]] = {
            "worker": lambda: running.kill("worker"),
            "flush": running.redis.flush,
            "restart": running.redis.restart,
        }

    def __enter__(self) -> Counter[str]:
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        return self.counts

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _run(self) -> None:
        """It stays until the block ends, and supervises: what it started dies with its thread."""
        order = ["worker", "flush", "worker", "restart"]
        for number in range(scale(40) + 4):
            if self._over_after(self.chance.uniform(0.5, 4 if in_full() else 2)):
                return
            way = order[number] if number < len(order) else self.chance.choice(order)
            self.ways[way]()
            self.counts[way] += 1
        while not self._over_after(1):
            pass

    def _over_after(self, seconds: float) -> bool:
        over = self.over.wait(seconds)
        self.running.tend()
        return over
