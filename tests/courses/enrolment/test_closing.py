"""What counts when a course has closed: what was done before, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils.translation import override
from rest_framework.test import APIClient

from courses.enrolment.errors import DeadlinePassed, EnrolmentWithdrawn, QuizNotPassed
from courses.enrolment.models import Enrolment, LessonProgress, ProgressEvent
from courses.enrolment.services import complete_lesson, enrol, keep_log, take_part, withdraw
from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PersonFactory
from tests.factories.courses import lessons_of, published_course
from tests.factories.logs import MORNING, event_of
from tests.factories.quizzes import learner_of, quiz_course, quiz_of
from tests.scenes import scene

pytestmark = pytest.mark.django_db
CLOSED = MORNING + timedelta(hours=2)
LATE = CLOSED + timedelta(hours=2)
MOMENT = timedelta(microseconds=1)
Learner = tuple[User, UUID, list[UUID]]


def set_up() -> Learner:
    """Enrolled the day before the course closed, in three lessons, of which she has done the first."""
    course = published_course("reading", lessons=3)
    person = PersonFactory(time_zone="Asia/Amman", country="JO")
    enrolment, _ = enrol(actor=person, course_slug="reading")
    lessons = [lesson.id for lesson in lessons_of(course.published_version)]
    Enrolment.objects.update(enrolled_at=MORNING - timedelta(days=1), due_at=CLOSED, closes_at=CLOSED)
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lessons[0], now=MORNING)
    return person, enrolment.id, lessons


_written, learner = scene(set_up)


def state() -> tuple[Any, ...]:
    return (
        list(Enrolment.objects.values_list("done", "status", "active_at")),
        LessonProgress.objects.count(),
        ProgressEvent.objects.count(),
        EventRecord.objects.count(),
    )


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_done_later_is_refused_and_changes_nothing(learner: Learner, number: int) -> None:
    person, enrolment, lessons = learner
    before = state()
    with pytest.raises(DeadlinePassed) as refusal:
        complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[number], now=LATE)
    assert (refusal.value.extra, state()) == ({"closed_at": CLOSED}, before)


@pytest.mark.parametrize(
    ("told_at", "counts"), [(CLOSED - MOMENT, True), (CLOSED, False), (MORNING, True), (LATE, False)]
)
def test_it_is_judged_by_when_it_was_done(learner: Learner, told_at: Any, counts: bool) -> None:
    person, enrolment, lessons = learner
    place = {"actor": person, "enrolment_id": enrolment, "lesson_id": lessons[1]}
    if counts:
        facts = complete_lesson(**place, completed_at=told_at, now=LATE)
        assert (facts.done, facts.due_at, facts.is_closed) == (2, CLOSED, True)
        assert LessonProgress.objects.get(lesson=lessons[1]).completed_at == told_at
    else:
        with pytest.raises(DeadlinePassed):
            complete_lesson(**place, completed_at=told_at, now=LATE)
        assert LessonProgress.objects.count() == 1


def test_the_last_lesson_done_in_time_completes_the_course(learner: Learner) -> None:
    person, enrolment, lessons = learner
    place = {"actor": person, "enrolment_id": enrolment}
    complete_lesson(**place, lesson_id=lessons[1], now=MORNING)
    with pytest.raises(DeadlinePassed):
        complete_lesson(**place, lesson_id=lessons[2], now=LATE)
    assert Enrolment.objects.get().status == "active"
    facts = complete_lesson(**place, lesson_id=lessons[2], completed_at=MORNING, now=LATE)
    assert (facts.status, facts.completed_at) == ("completed", LATE)


def test_who_enrols_when_it_is_over_can_not_have_been_in_time(learner: Learner) -> None:
    person, enrolment, lessons = learner
    Enrolment.objects.update(enrolled_at=CLOSED)
    with pytest.raises(DeadlinePassed):
        complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[1], completed_at=MORNING, now=LATE)


def test_what_is_done_already_may_be_said_again(learner: Learner) -> None:
    person, enrolment, lessons = learner
    before = state()
    facts = complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[0], now=LATE)
    assert (facts.done, facts.is_closed, state()) == (1, True, before)


def test_a_deadline_that_does_not_close_only_shows(learner: Learner) -> None:
    person, enrolment, lessons = learner
    Enrolment.objects.update(closes_at=None)
    facts = complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[1], now=LATE)
    assert (facts.done, facts.due_at, facts.is_closed) == (2, CLOSED, False)


def test_other_refusals_come_first(learner: Learner) -> None:
    person, enrolment, lessons = learner
    quiz = learner_of(quiz_course(), person)
    Enrolment.objects.filter(id=quiz.id).update(due_at=CLOSED, closes_at=CLOSED)
    with pytest.raises(QuizNotPassed):
        complete_lesson(actor=person, enrolment_id=quiz.id, lesson_id=quiz_of(quiz.version).id)
    withdraw(actor=person, enrolment_id=enrolment)
    with pytest.raises(EnrolmentWithdrawn):
        complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=lessons[1], now=LATE)


def test_a_quiz_is_begun_in_time_as_the_locked_row_says(learner: Learner) -> None:
    """Whoever was let through before the deadline moved is refused there; handing in is not."""
    person, enrolment, _ = learner
    before = state()
    with pytest.raises(DeadlinePassed), transaction.atomic():
        take_part(enrolment_id=enrolment, now=LATE, beginner=person)
    assert state() == before
    take_part(enrolment_id=enrolment, now=LATE)
    assert Enrolment.objects.get().active_at == LATE


def test_a_log_is_judged_line_by_line(learner: Learner) -> None:
    person, enrolment, (_, second, third) = learner
    early = event_of(enrolment, second, at=CLOSED - MOMENT)
    late = event_of(enrolment, third, at=CLOSED)
    opened = event_of(enrolment, third, "lesson_opened", at=LATE)
    results = keep_log(actor=person, events=[early, late, opened], now=LATE)
    assert [result[1:3] for result in results] == [("applied", None), ("refused", "deadline_passed"), ("applied", None)]
    assert (Enrolment.objects.get().done, ProgressEvent.objects.count()) == (2, 2)
    again = keep_log(actor=person, events=[early, late], now=LATE)
    assert [result[1:3] for result in again] == [("repeated", None), ("refused", "deadline_passed")]


def test_a_log_may_say_again_what_is_done_already(learner: Learner, django_assert_num_queries: Any) -> None:
    """Whatever is late costs a statement together."""
    person, enrolment, (first, second, third) = learner
    late = [event_of(enrolment, lesson, at=LATE) for lesson in (first, second, third)]
    early = event_of(enrolment, second, at=CLOSED - MOMENT)
    keep_log(actor=person, events=[event_of(enrolment, first, "lesson_opened")], now=LATE)  # the lessons are kept
    with django_assert_num_queries(5):
        results = keep_log(actor=person, events=[*late, early], now=LATE)
    applied = ("applied", None)
    assert [result[1:3] for result in results] == [applied, applied, ("refused", "deadline_passed"), applied]
    assert Enrolment.objects.get().done == 2
    completed = dict(LessonProgress.objects.values_list("lesson", "completed_at"))
    assert completed == {first: MORNING, second: CLOSED - MOMENT}


def test_a_clock_that_is_wrong_is_put_right_first(learner: Learner) -> None:
    person, enrolment, (_, second, third) = learner
    ahead = [event_of(enrolment, second, at=CLOSED + timedelta(minutes=30))]
    behind = [event_of(enrolment, third, at=CLOSED - timedelta(minutes=30))]
    hour = timedelta(hours=1)
    results = [
        *keep_log(actor=person, events=ahead, sent_at=LATE + hour, now=LATE),
        *keep_log(actor=person, events=behind, sent_at=LATE - hour, now=LATE),
    ]
    assert [result.code for result in results] == [None, "deadline_passed"]


def test_a_line_refused_is_taken_when_there_is_more_time(learner: Learner) -> None:
    person, enrolment, (_, second, _third) = learner
    late = [event_of(enrolment, second, at=LATE)]
    assert keep_log(actor=person, events=late, now=LATE)[0].code == "deadline_passed"
    Enrolment.objects.update(due_at=LATE + MOMENT, closes_at=LATE + MOMENT)
    assert keep_log(actor=person, events=late, now=LATE)[0].outcome == "applied"


@pytest.mark.parametrize("closed", [False, True])
def test_a_deadline_costs_no_statement(learner: Learner, closed: bool, django_assert_num_queries: Any) -> None:
    person, enrolment, (_, second, third) = learner
    if not closed:
        Enrolment.objects.update(due_at=None, closes_at=None)
    keep_log(actor=person, events=[event_of(enrolment, third, "lesson_opened")], now=MORNING)  # the lessons are kept
    with django_assert_num_queries(1):
        complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=second, completed_at=MORNING, now=LATE)
    with django_assert_num_queries(4):  # lock, keep; savepoint
        keep_log(actor=person, events=[event_of(enrolment, third, "lesson_opened")], now=LATE)


@pytest.mark.parametrize(
    ("language", "day"), [("en", "1 January 2030"), ("fr", "1er janvier 2030"), ("ar", "١ كانون الثاني ٢٠٣٠")]
)
def test_it_says_until_when_it_was(
    learner: Learner, client_of: Callable[..., APIClient], language: str, day: str
) -> None:
    person, enrolment, lessons = learner
    end = MORNING.replace(hour=21)  # midnight in Amman
    past = now() - timedelta(days=1)
    Enrolment.objects.update(due_at=past, closes_at=past, enrolled_at=past - timedelta(days=9))
    client = client_of(person, language=language)
    told = client.put(f"/api/v1/enrolments/{enrolment}/lessons/{lessons[1]}/completion").json()
    assert (told["status"], told["code"]) == (409, "deadline_passed")
    assert told["closed_at"] == past.isoformat().replace("+00:00", "Z")
    with override(language):
        assert day in str(DeadlinePassed(end, person).detail)


def test_her_enrolments_say_so(learner: Learner, client_of: Callable[..., APIClient]) -> None:
    person, enrolment, _ = learner
    moments = [(now() + timedelta(days=1), False), (now() - timedelta(days=1), True)]
    for moment, closed in moments:
        Enrolment.objects.update(due_at=moment, closes_at=moment)
        client = client_of(person)
        listed = client.get("/api/v1/enrolments").json()["results"][0]
        single = client.get(f"/api/v1/enrolments/{enrolment}").json()
        due_at = moment.isoformat().replace("+00:00", "Z")
        assert [(one["due_at"], one["is_closed"]) for one in (listed, single)] == [(due_at, closed)] * 2
