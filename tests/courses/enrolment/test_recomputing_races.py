"""Counting anew while learners learn and are moved."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction

from courses.catalogue.services import draft_version
from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson, enrol, recompute_completion, recomputing
from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.batches.models import Batch
from foundation.outbox.models import EventRecord
from tests.courses.enrolment.test_publishing_races import author, digest, learns, publishes, reading, standings
from tests.factories.accounts import PersonFactory
from tests.factories.courses import lessons_of, published
from tests.factories.programmes import office
from tests.foundation.rosters.working import settle
from tests.racing import at_once, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputing, "CHUNK", 2)


def completions() -> int:
    return EventRecord.objects.filter(name="courses.course_completed.v1").count()


def half_done(number: int, keys: str) -> tuple[list[tuple[User, UUID]], list[UUID]]:
    """So many who have done the first lesson, and of whom it is not counted."""
    lessons = [lesson.id for lesson in lessons_of(published(reading(keys)))]
    people = [PersonFactory() for _ in range(number)]
    pairs = [(person, enrol(actor=person, course_slug="reading")[0].id) for person in people]
    for person, enrolment in pairs:
        complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[0])
    Enrolment.objects.update(done=0)
    return pairs, lessons


def test_nothing_is_lost_that_is_learnt_meanwhile_and_each_completes_once() -> None:
    pairs, lessons = half_done(6, "abcd")
    batch = recompute_completion(actor=None, slug="reading")
    deeds = [learns(person, enrolment, lessons[1:]) for person, enrolment in pairs]
    at_once(*deeds, lambda: batches.run(batch_id=batch.pk))
    settle()
    recompute_completion(actor=None, slug="reading")
    settle()
    assert standings() == {(1, "completed", 4, 4, 4)}
    assert completions() == 6


def test_moved_meanwhile_each_ends_in_the_later_version_counted_right() -> None:
    half_done(7, "ab")
    actor = author()
    draft_version(actor=None, draft=reading("abc"))
    move = publishes(actor, 2, digest(actor, 2))().batch
    batch = recompute_completion(actor=None, slug="reading")
    at_once(lambda: batches.run(batch_id=batch.pk), lambda: batches.run(batch_id=move.pk))
    settle()
    assert standings() == {(2, "active", 1, 3, 1)}
    assert set(Batch.objects.values_list("status", flat=True)) == {"done"}


def test_who_is_moved_while_she_is_waited_for_stays_where_she_has_gone() -> None:
    half_done(1, "ab")
    newer = draft_version(actor=None, draft=reading("abc"))
    batch = recompute_completion(actor=None, slug="reading")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Enrolment.objects.update(version=newer, done=1, total=3, needed=3)
            counting = pool.submit(at_once, lambda: batches.run(batch_id=batch.pk))
            until_somebody_waits()
        counting.result()
    row = Enrolment.objects.get()
    assert (row.version, row.done, row.total, row.needed) == (newer, 1, 3, 3)


def test_two_who_ask_at_once_begin_one_batch() -> None:
    half_done(1, "ab")
    people = [office() for _ in range(4)]
    begun = at_once(*[partial(recompute_completion, actor=who, slug="reading") for who in people])
    assert (len({batch.pk for batch in begun}), Batch.objects.count()) == (1, 1)
