"""Publishing and moving while others do: learners on their way, another publisher, another move."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.services import CourseDraft, ModuleDraft, draft_version
from courses.enrolment.enums import Following
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.services import complete_lesson, enrol, moving, preview_publication, publish_for_learners
from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.batches.models import Batch
from foundation.kernel.errors import Problem
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.programmes import GrantFactory
from tests.foundation.rosters.working import settle
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def reading(keys: str) -> CourseDraft:
    lessons = tuple(map(lesson_draft, keys))
    return course_draft("reading", modules=(ModuleDraft("start", texts("start"), lessons),), content_hash=keys)


def author() -> User:
    person: User = GrantFactory(person=PersonFactory(), role=Role.AUTHOR).person
    return person


def digest(actor: User, number: int) -> str:
    return preview_publication(actor=actor, slug="reading", number=number).digest


def publishes(actor: User, number: int, told: str) -> Callable[[], Any]:
    def deed() -> Any:
        try:
            return publish_for_learners(
                actor=actor, slug="reading", number=number, digest=told, learners=Following.MOVE
            )
        except Problem as refusal:
            return refusal.code

    return deed


def learns(person: User, enrolment: UUID, lessons: list[UUID]) -> Callable[[], None]:
    def deed() -> None:
        for lesson in lessons:
            complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lesson)

    return deed


def standings() -> set[tuple[int, str, int, int, int]]:
    """With how many lessons of her version each has really done."""
    return {
        (e.version.number, e.status, e.done, e.total, _done(e)) for e in Enrolment.objects.select_related("version")
    }


def _done(enrolment: Enrolment) -> int:
    return LessonProgress.objects.filter(enrolment=enrolment, lesson__version=enrolment.version_id).count()


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "CHUNK", 2)


def test_nothing_is_lost_that_is_learnt_while_learners_are_moved() -> None:
    version, actor = published(reading("abcd")), author()
    people = [PersonFactory() for _ in range(6)]
    enrolments = [enrol(actor=person, course_slug="reading")[0].id for person in people]
    draft_version(actor=None, draft=reading("abcde"))
    publication = publishes(actor, 2, digest(actor, 2))()
    lessons = [lesson.id for lesson in lessons_of(version)][:3]
    deeds = [learns(person, enrolment, lessons) for person, enrolment in zip(people, enrolments, strict=True)]
    at_once(*deeds, lambda: batches.run(batch_id=publication.batch.id))
    settle()
    assert standings() == {(2, "active", 3, 5, 3)}
    assert EventRecord.objects.filter(name="courses.learning_started.v1").count() == 6


def test_two_publishers_of_one_version_make_one_publication_and_one_move() -> None:
    published(reading("ab"))
    enrol(actor=PersonFactory(), course_slug="reading")
    draft_version(actor=None, draft=reading("abc"))
    authors = [author(), author()]
    told = digest(authors[0], 2)
    outcomes = at_once(*[publishes(actor, 2, told) for actor in authors])
    assert len({publication.batch.id for publication in outcomes}) == 1
    settle()
    assert standings() == {(2, "active", 0, 3, 0)}
    assert (Batch.objects.count(), EventRecord.objects.filter(name="courses.course_published.v1").count()) == (1, 2)


def test_of_two_versions_published_at_once_one_is_refused() -> None:
    published(reading("ab"))
    enrol(actor=PersonFactory(), course_slug="reading")
    for keys in ("abc", "abcd"):
        draft_version(actor=None, draft=reading(keys))
    actor = author()
    outcomes = at_once(*[publishes(actor, number, digest(actor, number)) for number in (2, 3)])
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, str)]
    won = 3 if refused == "version_outdated" else 2
    assert refused == ("version_outdated" if won == 3 else "digest_differs")
    settle()
    assert {number for number, *_ in standings()} == {won}
    assert Course.objects.get().published_version == CourseVersion.objects.get(number=won)


def test_two_moves_at_once_end_in_the_later_version() -> None:
    version, actor = published(reading("ab")), author()
    for _ in range(7):
        person = PersonFactory()
        enrolment, _ = enrol(actor=person, course_slug="reading")
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lessons_of(version)[0].id)
    moves = []
    for number, keys in ((2, "abc"), (3, "abcd")):
        draft_version(actor=None, draft=reading(keys))
        moves.append(publishes(actor, number, digest(actor, number))().batch.id)
    at_once(*[lambda move=move: batches.run(batch_id=move) for move in moves])
    settle()
    assert standings() == {(3, "active", 1, 4, 1)}
    assert set(Batch.objects.values_list("status", flat=True)) == {"done"}
