"""Enough: a share of the required lessons, and every required quiz. What counts step by step, from a log, or anew for all
comes to what the rule says."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.models import CourseVersion
from courses.catalogue.services import CourseDraft, LessonDraft, ModuleDraft, draft_version
from courses.enrolment.enums import Following
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.rules import standing
from courses.enrolment.selectors import asked_by
from courses.enrolment.services import (
    complete_lesson,
    enrol,
    keep_log,
    pass_quiz,
    preview_publication,
    publish_for_learners,
    recompute_completion,
)
from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.kernel.clock import now
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.logs import event_of
from tests.factories.programmes import GrantFactory
from tests.factories.quizzes import quiz_lesson
from tests.scenes import scene

pytestmark = pytest.mark.django_db
COUNTS = ("done", "total", "needed", "quizzes_left")


class Planned(NamedTuple):
    is_quiz: bool
    required: bool
    said: str = ""

    def draft(self, place: int) -> LessonDraft:
        key = f"lesson-{place}"
        return quiz_lesson(key, required=self.required) if self.is_quiz else self._text(key)

    def _text(self, key: str) -> LessonDraft:
        return lesson_draft(key, required=self.required, said=self.said)


def reading(lessons: Sequence[Planned], share: int, content: str = "1") -> CourseDraft:
    parts = tuple(lesson.draft(place) for place, lesson in enumerate(lessons))
    modules = (ModuleDraft("start", texts("start"), parts),)
    return course_draft("reading", modules=modules, share=share, content_hash=content)


def set_up() -> list[User]:
    """Three learners, and an author."""
    people = [PersonFactory() for _ in range(3)]
    return [*people, GrantFactory(person=PersonFactory(), role=Role.AUTHOR).person]


_written, people = scene(set_up)
TEXT, QUIZ, BEYOND = Planned(False, True), Planned(True, True), Planned(False, False)
planned = st.builds(Planned, st.booleans(), st.sampled_from([True, True, False]), st.sampled_from(["", "anew"]))
plans = st.lists(planned, min_size=1, max_size=6).filter(lambda lessons: any(each.required for each in lessons))
shares = st.integers(1, 100)
places = st.integers(0, 5)
told = st.lists(places, min_size=1, max_size=4)
ways = st.lists(st.one_of(places, told), max_size=10)


def goes(person: User, version: CourseVersion, way: Sequence[int | list[int]]) -> None:
    """Lessons one by one, and several from a log at once. After each of them all is as the rule says."""
    lessons = lessons_of(version)
    enrolment = Enrolment.objects.get(person=person)
    same = {"person_id": person.id, "enrolment_id": enrolment.id}
    assert_as_ruled(person)
    for step in way:
        if isinstance(step, list):
            keep_log(actor=person, events=[event_of(enrolment.id, lessons[n % len(lessons)].id) for n in step])
        elif (lesson := lessons[step % len(lessons)]).kind == "quiz":
            pass_quiz(**same, lesson_id=lesson.id, passed_at=now(), now=now())
        else:
            complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson.id)
        assert_as_ruled(person)


def assert_as_ruled(person: User) -> None:
    enrolment = Enrolment.objects.get(person=person)
    done = LessonProgress.objects.filter(enrolment=enrolment).values_list("lesson", flat=True)
    ruled = standing(asked_by(enrolment.version_id), frozenset(done))
    assert {name: getattr(enrolment, name) for name in COUNTS} == {name: getattr(ruled, name) for name in COUNTS}
    assert enrolment.status == ("completed" if ruled.is_complete else "active")
    assert completions(person) == (enrolment.status == "completed")


def completions(person: User) -> int:
    return EventRecord.objects.filter(name="courses.course_completed.v1", payload__person_id=str(person.id)).count()


@given(lessons=plans, share=shares, way=ways)
def test_step_by_step_and_from_logs_it_is_as_the_rule_says(
    people: list[User], lessons: list[Planned], share: int, way: list[Any]
) -> None:
    with transaction.atomic():
        version = published(reading(lessons, share))
        enrol(actor=people[0], course_slug="reading")
        goes(people[0], version, way)
        transaction.set_rollback(True)


@given(lessons=plans, more=plans, share=shares, then=shares, done=st.tuples(ways, ways, ways))
def test_moved_to_another_version_it_is_as_the_rule_says(
    people: list[User], lessons: list[Planned], more: list[Planned], share: int, then: int, done: tuple[Any, Any, Any]
) -> None:
    *learners, author = people
    with transaction.atomic():
        version = published(reading(lessons, share))
        for person, way in zip(learners, done, strict=True):
            enrol(actor=person, course_slug="reading")
            goes(person, version, way)
        under_way = set(Enrolment.objects.filter(status="active").values_list("person", flat=True))
        move(author, reading(more, then, "2"))
        for person in learners:
            assert_stands(person, moved=person.id in under_way)
        transaction.set_rollback(True)


@given(lessons=plans, share=shares, way=ways, wrong=st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_counted_anew_it_is_as_the_rule_says_whatever_was_there(
    people: list[User], lessons: list[Planned], share: int, way: list[Any], wrong: list[int]
) -> None:
    with transaction.atomic():
        version = published(reading(lessons, share))
        enrol(actor=people[0], course_slug="reading")
        goes(people[0], version, way)
        done, needed, quizzes_left = wrong
        counts = {"done": done, "needed": needed + 1, "quizzes_left": quizzes_left}
        Enrolment.objects.update(**counts, total=7)
        batches.run(batch_id=recompute_completion(actor=None, slug="reading").pk)
        assert_as_ruled(people[0])
        transaction.set_rollback(True)


def move(author: User, draft: CourseDraft) -> None:
    """What the preview said of it comes true."""
    draft_version(actor=None, draft=draft)
    before = Enrolment.objects.filter(status="completed").count()
    preview = preview_publication(actor=author, slug="reading", number=2)
    asked = {"slug": "reading", "number": 2, "digest": preview.digest}
    publication = publish_for_learners(actor=author, **asked, learners=Following.MOVE)
    if publication.batch:
        batches.run(batch_id=publication.batch.id)
    assert Enrolment.objects.filter(status="completed").count() == before + preview.move.completed


def assert_stands(person: User, *, moved: bool) -> None:
    assert Enrolment.objects.get(person=person).version.number == (2 if moved else 1)
    assert_as_ruled(person)


def learner(person: User, lessons: Sequence[Planned], share: int, done: Collection[int]) -> Enrolment:
    version = published(reading(lessons, share))
    enrol(actor=person, course_slug="reading")
    goes(person, version, [*done])
    return Enrolment.objects.get()


def test_four_of_five_lessons_are_enough_where_the_author_says_so(people: list[User]) -> None:
    row = learner(people[0], [TEXT] * 5, 80, range(3))
    assert (row.status, row.done, row.needed, row.total) == ("active", 3, 4, 5)
    goes(people[0], row.version, [4])
    assert Enrolment.objects.get().status == "completed"


def test_what_is_done_after_that_counts_and_completes_no_second_time(people: list[User]) -> None:
    row = learner(people[0], [TEXT] * 4, 50, [0, 1])
    goes(people[0], row.version, [2, [3, 1]])
    again = Enrolment.objects.get()
    assert (again.done, again.status, again.completed_at) == (4, "completed", row.completed_at)
    assert completions(people[0]) == 1


def test_a_required_quiz_has_to_be_passed_in_any_case(people: list[User]) -> None:
    row = learner(people[0], [TEXT, TEXT, TEXT, QUIZ], 50, [0, 1, 2])
    assert (row.status, row.done, row.needed, row.quizzes_left) == ("active", 3, 2, 1)
    goes(people[0], row.version, [3])
    assert Enrolment.objects.get().status == "completed"


def test_a_quiz_that_is_not_required_neither_helps_nor_hinders(people: list[User]) -> None:
    row = learner(people[0], [TEXT, Planned(True, False), BEYOND], 100, [1, 2])
    assert (row.status, row.done, row.needed, row.quizzes_left) == ("active", 0, 1, 0)
    goes(people[0], row.version, [0])
    assert Enrolment.objects.get().status == "completed"


def test_moved_to_where_a_quiz_is_left_she_has_done_enough_and_not_completed(people: list[User]) -> None:
    row = learner(people[0], [TEXT, TEXT, TEXT], 100, [0, 1])
    move(people[-1], reading([TEXT, TEXT, TEXT, QUIZ], 50, "2"))
    moved = Enrolment.objects.get()
    assert (moved.status, moved.done, moved.needed, moved.quizzes_left) == ("active", 2, 2, 1)
    assert (row.version_id != moved.version_id, completions(people[0])) == (True, 0)


@pytest.mark.parametrize(
    ("lessons", "done", "step"),
    [
        ([TEXT, TEXT, TEXT, QUIZ], [0, 1], 2),  # enough of them, and a quiz is left
        ([TEXT, TEXT, TEXT, TEXT], [0, 1], 2),  # after the completion
        ([TEXT, TEXT, TEXT, TEXT, TEXT], [0], 1),
    ],
)
def test_whatever_does_not_complete_the_course_takes_one_statement(
    people: list[User], lessons: list[Planned], done: list[int], step: int, django_assert_num_queries: Any
) -> None:
    row = learner(people[0], lessons, 50, done)
    lesson = lessons_of(row.version)[step]
    with django_assert_num_queries(1):
        complete_lesson(actor=people[0], enrolment_id=row.id, lesson_id=lesson.id)
    assert_as_ruled(people[0])


def test_a_share_is_one_to_a_hundred_percent() -> None:
    for share in (0, 101):
        with pytest.raises(IntegrityError), transaction.atomic():
            draft_version(actor=None, draft=reading([TEXT], share))
    assert not CourseVersion.objects.exists()
