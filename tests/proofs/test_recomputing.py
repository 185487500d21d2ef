"""A hundred thousand enrolments counted anew by a worker that is killed ten times."""

import random
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from signal import SIGKILL, pause
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from courses.catalogue.models import CourseVersion
from courses.catalogue.services import ModuleDraft
from courses.enrolment.models import Enrolment
from courses.enrolment.services import recompute_completion, recomputing
from foundation.batches import services as batches
from foundation.batches.models import Batch
from foundation.kernel.clock import now
from foundation.kernel.statements import run
from foundation.outbox.models import EventRecord
from tests.factories.courses import course_draft, lesson_draft, published, texts
from tests.house import until
from tests.services import PATIENCE, scale

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
LARGE, KILLS, SEED = 100_000, 10, 20261129
PEOPLE = """
    INSERT INTO accounts_user (id, created_at, revision, password, username, name, name_latin, email, phone, gender,
           birth_date, language, time_zone, country, is_active, is_staff, is_superuser, claimed_at)
    SELECT gen_random_uuid(), now(), 1, '!', 'learner-' || n, 'سلمى', '', '', '', '', '2000-01-01', 'ar', 'UTC', 'MA', true,
           false, false, now() FROM generate_series(0, %(size)s - 1) n
"""
# What is counted is something else than what is done; of ten lessons eight are needed.
ENROLMENTS = """
    INSERT INTO enrolment_enrolment (id, created_at, person_id, course_id, version_id, status, done, total, needed,
           quizzes_left, enrolled_at, started_at)
    SELECT gen_random_uuid(), now(), p.id, c.id, c.published_version_id, 'active', 1, 9, 9, 2, now(), now()
      FROM accounts_user p, catalogue_course c WHERE p.username LIKE 'learner-%%'
"""
PROGRESS = """
    INSERT INTO enrolment_lessonprogress (enrolment_id, lesson_id, completed_at, recorded_at)
    SELECT e.id, l.id, now(), now()
      FROM enrolment_enrolment e JOIN accounts_user p ON p.id = e.person_id JOIN catalogue_lesson l USING (version_id)
     WHERE p.username LIKE 'learner-%%' AND l.position <= (%(done)s::int[])[1 + split_part(p.username, '-', 2)::int %% 100]
"""
DONE = [*(number % 8 for number in range(97)), 8, 9, 10]  # lessons of each of a hundred learners


def crowd(size: int) -> None:
    parts = tuple(lesson_draft(f"lesson-{number}") for number in range(10))
    published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),), share=80))
    run(PEOPLE, {"size": size})
    run(ENROLMENTS, {})
    run(PROGRESS, {"done": DONE})
    run("ANALYZE", {})


def doomed(**known: Any) -> None:
    """With the last chunk this process waits to be killed, however late whoever kills it is."""
    find = recomputing._find

    def all_but_the_last(version: CourseVersion, batch: Batch) -> list[UUID]:
        if batch.done >= batch.total - recomputing.CHUNK > 0:
            pause()
        return find(version, batch)

    recomputing._find = all_but_the_last
    batches.run(**known)


def worker(batch: Batch, work: Callable[..., object] = batches.run) -> BaseProcess:
    """Goes on with it in a process of its own."""
    connection.close()
    process = get_context("fork").Process(target=work, kwargs={"batch_id": batch.pk})
    process.start()
    return process


def test_each_is_counted_right_and_completes_once_while_the_worker_is_killed() -> None:
    size, kills, chance = scale(LARGE), scale(KILLS), random.Random(SEED)
    crowd(size)
    batch = recompute_completion(actor=None, slug="reading")
    for number in range(1, kills + 1):
        process = worker(batch, doomed)
        until(lambda at=number: _done(batch) >= size * at / (kills + 2), PATIENCE)
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.join()
        assert (process.exitcode, 0 < _done(batch) < size) == (-SIGKILL, True)
        Batch.objects.update(due_at=now())
    worker(batch).join()
    each = size // len(DONE)
    assert (_done(batch), batch.status, batch.counts) == (size, "done", {"completed": 3 * each, "corrected": 97 * each})
    expected = Counter([("completed" if done >= 8 else "active", done, 10, 8, 0) for done in DONE * each])
    assert Counter(Enrolment.objects.values_list("status", "done", "total", "needed", "quizzes_left")) == expected
    told = EventRecord.objects.filter(name="courses.course_completed.v1").values_list("payload__person_id", flat=True)
    people = Enrolment.objects.filter(status="completed").values_list("person", flat=True)
    assert Counter(told) == Counter(map(str, people))


def _done(batch: Batch) -> int:
    batch.refresh_from_db()
    return batch.done
