"""Where two requests of one learner, or two deliveries, can meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID

import pytest
from django.db import connection, transaction

from courses.catalogue.models import Lesson
from courses.catalogue.services import ModuleDraft
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.services import complete_lesson, enrol, enrol_members, leave_cohort, pass_quiz, withdraw
from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Membership
from foundation.programmes.services import dismiss
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, published_course, texts
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.factories.quizzes import quiz_lesson
from tests.racing import at_once, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def told(name: str) -> int:
    return EventRecord.objects.filter(name__startswith=f"courses.{name}.v").count()


def enrolled(lessons: int) -> tuple[User, UUID, list[UUID]]:
    course = published_course("reading", lessons=lessons)
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    return person, enrolment.id, [lesson.id for lesson in lessons_of(course.published_version)]


def test_the_last_lesson_from_eight_phones_completes_once() -> None:
    person, enrolment, lessons = enrolled(2)
    complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[0])
    facts = at_once(*[lambda: complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[1])] * 8)
    assert {(fact.done, fact.status) for fact in facts} == {(2, "completed")}
    assert (told("course_completed"), LessonProgress.objects.count()) == (1, 2)


def test_all_lessons_at_once_are_all_counted() -> None:
    person, enrolment, lessons = enrolled(10)
    deeds = [
        lambda lesson=lesson: complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lesson)
        for lesson in lessons
    ]
    facts = at_once(*deeds)
    assert sorted(fact.done for fact in facts) == list(range(1, 11))
    assert Enrolment.objects.get().status == "completed"
    assert (told("learning_started"), told("course_completed")) == (1, 1)


def test_eight_requests_to_enrol_make_one_enrolment() -> None:
    published_course("reading")
    person = PersonFactory()
    outcomes = at_once(*[lambda: enrol(actor=person, course_slug="reading")] * 8)
    assert sorted(fresh for _, fresh in outcomes) == [False] * 7 + [True]
    assert (Enrolment.objects.count(), told("enrolled")) == (1, 1)


def test_enrolling_while_the_cohort_enrols_makes_one_enrolment() -> None:
    published_course("reading")
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    at_once(
        lambda: enrol(actor=membership.person, course_slug="reading"),
        lambda: enrol_members(cohort_id=membership.cohort_id, people=[membership.person_id]),
    )
    assert (Enrolment.objects.count(), told("enrolled")) == (1, 1)


def test_coming_back_from_eight_phones_opens_one_enrolment() -> None:
    person, enrolment, _ = enrolled(2)
    withdraw(actor=person, enrolment_id=enrolment)
    outcomes = at_once(*[lambda: enrol(actor=person, course_slug="reading")] * 8)
    assert {(facts.id, facts.status) for facts, _ in outcomes} == {(enrolment, "active")}
    assert Enrolment.objects.count() == 1


def test_who_leaves_her_cohort_while_she_completes_has_completed() -> None:
    course = published_course("reading", lessons=1, open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    person, cohort_id = membership.person, membership.cohort_id
    enrolment, _ = enrol(actor=person, course_slug="reading")
    (lesson,) = lessons_of(course.published_version)
    Membership.objects.update(status="withdrawn", withdrawn_at=now())

    def leave() -> int:
        try:
            return leave_cohort(cohort_id=cohort_id, people=[person.id])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson.id)
            leaving = pool.submit(leave)
            until_somebody_waits()
        assert leaving.result() == 0
    assert Enrolment.objects.get().status == "completed"


def test_who_is_withdrawn_while_her_cohort_enrols_her_is_out_in_the_end() -> None:
    published_course("reading", open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    people, cohort_id = [membership.person_id], membership.cohort_id

    def withdraw_and_leave() -> int:
        try:
            dismiss(actor_id=None, cohort_id=cohort_id, membership_ids=[membership.id])
            return leave_cohort(cohort_id=cohort_id, people=people)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            enrol_members(cohort_id=cohort_id, people=people)
            leaving = pool.submit(withdraw_and_leave)
            until_somebody_waits()
        assert leaving.result() == 1
    assert Enrolment.objects.get().status == "withdrawn"


def test_the_first_lesson_from_eight_phones_starts_once() -> None:
    person, enrolment, lessons = enrolled(3)
    at_once(*[lambda: complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[0])] * 8)
    assert (told("learning_started"), Enrolment.objects.get().done) == (1, 1)


@pytest.mark.parametrize("kinds", ["quiz quiz", "quiz text", "text quiz"])
def test_of_two_last_steps_at_once_the_one_that_waited_sees_the_other(kinds: str) -> None:
    drafts = [
        quiz_lesson(key) if kind == "quiz" else lesson_draft(key) for key, kind in zip("ab", kinds.split(), strict=True)
    ]
    parts = (ModuleDraft("start", texts("start"), (lesson_draft("before"), *drafts)),)
    version = published(course_draft("reading", modules=parts))
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    before, *steps = [partial(_does, person, enrolment.id, lesson) for lesson in lessons_of(version)]
    before()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            steps[0]()
            waiting = pool.submit(_and_close, steps[1])
            until_somebody_waits()
        waiting.result()
    row = Enrolment.objects.get()
    assert (row.status, row.done, row.quizzes_left, told("course_completed")) == ("completed", 3, 0, 1)


def _does(person: User, enrolment: UUID, lesson: Lesson) -> None:
    if lesson.kind == "quiz":
        own = {"person_id": person.id, "enrolment_id": enrolment, "passed_at": now(), "now": now()}
        transaction.atomic(pass_quiz)(lesson_id=lesson.id, **own)
    else:
        complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lesson.id)


def _and_close(deed: Callable[[], None]) -> None:
    try:
        deed()
    finally:
        connection.close()
