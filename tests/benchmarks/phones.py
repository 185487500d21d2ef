"""What the bench of offline logs needs in its database, and the batches that phones send. Runs with Django set up."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from courses.catalogue.models import Course, Lesson
from courses.catalogue.services import draft_version, offer_to_all, publish_version
from courses.enrolment.models import Enrolment
from courses.enrolment.services.joining import join
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from tests.benchmarks.people import COURSES, Learner, course, learner

PHONES = 200
BATCH = 100
MONTH = timedelta(days=30)


def load() -> list[Learner]:
    """20 courses of 40 lessons, and learners who have been enrolled in each for a month."""
    for number in range(COURSES):
        version = draft_version(actor=None, draft=course(number))
        publish_version(actor=None, version_id=version.id)
        offer_to_all(actor=None, slug=version.course.slug)
    learners = [learner(number) for number in range(PHONES)]
    courses = list(Course.objects.values_list("id", flat=True))
    people = [found.person.pk for found in learners]
    for start in range(0, PHONES, 50):
        with transaction.atomic():
            join(people=people[start : start + 50], courses=courses, reopen=False)
    Enrolment.objects.update(enrolled_at=now() - MONTH)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return learners


def requests(learners: Sequence[Learner], port: int) -> list[bytes]:
    """Every lesson of every learner is opened and completed once. One learner after the other, so that no two clients meet
    on one enrolment."""
    lessons: dict[UUID, list[UUID]] = {}
    for version, lesson in Lesson.objects.order_by("id").values_list("version", "id"):
        lessons.setdefault(version, []).append(lesson)
    batches = [list(_batches(found, lessons, port)) for found in learners]
    return [batch for turn in zip(*batches, strict=True) for batch in turn]


def _batches(found: Learner, lessons: dict[UUID, list[UUID]], port: int) -> Iterator[bytes]:
    rows = Enrolment.objects.filter(person=found.person).order_by("id").values_list("id", "version")
    pairs = [(enrolment, lesson) for enrolment, version in rows for lesson in lessons[version]]
    told = _told(pairs, now() - MONTH / 2)
    while batch := list(islice(told, BATCH)):
        yield _request(orjson.dumps({"sent_at": now(), "events": batch}), port, found.token)


def _told(pairs: Sequence[tuple[UUID, UUID]], moment: datetime) -> Iterator[dict[str, Any]]:
    for enrolment, lesson in pairs:
        for kind in ("lesson_opened", "lesson_completed"):
            moment += timedelta(minutes=5)
            yield {"id": new_id(), "kind": kind, "enrolment": enrolment, "lesson": lesson, "occurred_at": moment}


def _request(body: bytes, port: int, token: str) -> bytes:
    lines = [
        "POST /api/v1/progress-events HTTP/1.1",
        f"Host: localhost:{port}",
        "Accept: application/json",
        "Accept-Language: ar",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body
