"""A version is published and its learners are moved while a thousand of them write their progress."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q

from courses.catalogue.services import CourseDraft, ModuleDraft, draft_version
from courses.enrolment.enums import Following
from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson, keep_log, preview_publication, publish_for_learners
from courses.enrolment.services.joining import join
from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.logs import event_of
from tests.factories.programmes import GrantFactory
from tests.foundation.rosters.working import settle
from tests.services import PATIENCE, scale

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
LEARNERS, PENS = 1000, 16


def reading(keys: str) -> CourseDraft:
    modules = (ModuleDraft("start", texts("start"), tuple(map(lesson_draft, keys))),)
    return course_draft("reading", modules=modules, content_hash=keys)


def test_whatever_is_written_counts_in_the_version_that_comes() -> None:
    old = published(reading("abcd"))
    people: list[User] = PersonFactory.create_batch(scale(LEARNERS))
    with transaction.atomic():
        join(people=[person.id for person in people], courses=[old.course_id], reopen=False)
    third = len(people) // 3
    enrolments = dict(Enrolment.objects.values_list("person", "id"))
    lessons, written, over = [lesson.id for lesson in lessons_of(old)], Semaphore(0), Event()
    draft_version(actor=None, draft=reading("abcde"))

    def write(place: int) -> None:
        """A third before, a third meanwhile, a third after."""
        try:
            if place >= third * 2:
                over.wait(PATIENCE)
            (_by_steps, _by_the_log)[place % 2](people[place], enrolments[people[place].id], lessons)
            written.release()
        finally:
            connection.close()

    def publish() -> None:
        try:
            for _ in range(third):
                written.acquire(timeout=PATIENCE)
            _publish_and_move()
        finally:
            over.set()
            connection.close()

    with ThreadPoolExecutor(PENS + 1) as pool:
        publishing = pool.submit(publish)
        list(pool.map(write, range(len(people))))
        publishing.result()
    before = Enrolment.objects.filter(version=old).count()
    assert third <= before <= third * 2
    assert _standings() == {(1, "completed", 4, 4, 4): before, (2, "active", 4, 5, 4): len(people) - before}
    assert _told() == {"learning_started": len(people), "course_completed": before}


def _by_steps(person: User, enrolment: UUID, lessons: list[UUID]) -> None:
    for lesson in lessons:
        complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lesson)


def _by_the_log(person: User, enrolment: UUID, lessons: list[UUID]) -> None:
    for half in (lessons[:2], lessons[2:]):
        results = keep_log(actor=person, events=[event_of(enrolment, lesson, at=now()) for lesson in half])
        assert [result.outcome for result in results] == ["applied", "applied"]


def _publish_and_move() -> None:
    author = GrantFactory(person=PersonFactory(), role=Role.AUTHOR).person
    told = preview_publication(actor=author, slug="reading", number=2).digest
    publish_for_learners(actor=author, slug="reading", number=2, digest=told, learners=Following.MOVE)
    settle()


def _standings() -> Counter[tuple[Any, ...]]:
    """Version, status, done, total, and how many lessons of her version each has really done."""
    own = Count("progress", filter=Q(progress__lesson__version=F("version")))
    return Counter(Enrolment.objects.annotate(own=own).values_list("version__number", "status", "done", "total", "own"))


def _told() -> Counter[str]:
    names = EventRecord.objects.filter(payload__has_key="enrolment_id").values_list("name", flat=True)
    return Counter(name.split(".")[1] for name in names)
