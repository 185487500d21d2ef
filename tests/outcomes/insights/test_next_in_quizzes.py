"""What a learner may do next in courses that have a quiz."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from courses.assessment.models import Attempt, ExtraAttempt
from courses.assessment.services import start_attempt, submit_attempt
from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson
from foundation.kernel.clock import now, today
from outcomes.insights.enums import Why
from outcomes.insights.notices import title_of
from outcomes.insights.selectors import steps_of
from tests.factories.courses import course_draft, lessons_of, published
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.factories.quizzes import learner_of, quiz, quiz_course, quiz_of
from tests.outcomes.insights.classroom import learn

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]


def test_a_quiz_goes_on_then_waits_then_may_be_tried_again_then_is_used_up() -> None:
    enrolment = learner_of(quiz_course(quiz(attempts=2, minutes=30, cooldown_minutes=60), readings=2))
    person, lesson = enrolment.person, quiz_of(enrolment.version)
    moment = now()
    told = []
    for _ in range(2):
        start_attempt(actor=person, enrolment_id=enrolment.pk, lesson_id=lesson.pk, now=moment)
        attempt = Attempt.objects.get(enrolment=enrolment, status="open")
        told += [steps_of(person, at=moment)[0], steps_of(person, at=moment + timedelta(minutes=30))[0]]
        submit_attempt(actor=person, attempt_id=attempt.pk, now=moment)
        told += [steps_of(person, at=moment)[0], steps_of(person, at=moment + timedelta(hours=1))[0]]
        moment += timedelta(hours=1)
    ExtraAttempt.objects.create(enrolment=enrolment, lesson=lesson)
    told.append(steps_of(person, at=moment)[0])
    begun, again, going_on = Why.QUIZ_BEGUN, Why.QUIZ_NOT_PASSED, Why.COURSE_WAITS
    assert [step.why for step in told] == [begun, begun, going_on, again, begun, begun, going_on, going_on, again]
    assert (told[0].subject, told[0].due_at) == (("lesson", lesson.pk), moment - timedelta(minutes=90))
    assert told[1].due_at is None
    assert title_of(told[3]) == "quiz in English"


def test_a_quiz_was_tried_whichever_version_that_was_in() -> None:
    enrolment = learner_of(quiz_course(quiz(attempts=1), readings=2))
    person, place = enrolment.person, {"enrolment_id": enrolment.pk, "lesson_id": quiz_of(enrolment.version).pk}
    attempt, _ = start_attempt(actor=person, **place)
    newer = quiz_course(quiz(attempts=1), slug=enrolment.course.slug, readings=3)
    published(course_draft("another"))
    Enrolment.objects.update(version=newer, total=4, needed=4)
    for lesson in lessons_of(newer)[:3]:
        complete_lesson(actor=person, enrolment_id=enrolment.pk, lesson_id=lesson.pk)
    told = [steps_of(person)[0]]
    submit_attempt(actor=person, attempt_id=attempt.pk)
    told.append(steps_of(person)[0])
    ExtraAttempt.objects.create(enrolment=enrolment, lesson_id=place["lesson_id"])
    told.append(steps_of(person)[0])
    assert [step.why for step in told] == [Why.QUIZ_BEGUN, Why.COURSE_OFFERED, Why.QUIZ_NOT_PASSED]
    assert [told[0].subject, told[2].subject] == [("lesson", quiz_of(newer).pk)] * 2


def test_once_enough_lessons_are_done_the_quiz_comes_next_and_is_all_that_is_left() -> None:
    enrolment = learner_of(quiz_course(readings=3, share=50))
    course, person = enrolment.course, enrolment.person
    MembershipFactory(person=person, cohort=CohortFactory(courses=[course.slug], ends_on=today() + timedelta(days=7)))
    told = []
    for lessons in range(3):
        learn(person, course, lessons, now())
        deadline, going_on = steps_of(person)
        told.append((deadline.left, going_on.title["en"].split()[0]))  # type: ignore[index]
    assert told == [(2, "lesson-1"), (1, "lesson-2"), (1, "quiz")]
