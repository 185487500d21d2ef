"""Beginning, saving, submitting, running out of time: the states of an attempt."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from courses.assessment.errors import (
    AnswersNotRight,
    AttemptSubmitted,
    NoAttemptLeft,
    QuizPassed,
)
from courses.assessment.models import Attempt
from courses.assessment.selectors import quiz_of as definition_of
from courses.assessment.services import (
    attempt_now,
    attempts_now,
    overview,
    save_answers,
    start_attempt,
    submit_attempt,
    sweep_attempts,
)
from courses.catalogue.services import draft_version
from courses.enrolment.errors import EnrolmentWithdrawn, QuizNotPassed
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.services import complete_lesson, drop_unstarted, enrol, withdraw
from foundation.kernel.errors import ConsentRequired, NotFound
from tests.courses.assessment.sitting import NOW, RIGHT, WRONG, Desk, done, told
from tests.factories.accounts import PersonFactory
from tests.factories.consents import minor, open_state
from tests.factories.courses import course_draft, lessons_of
from tests.factories.quizzes import learner_of, quiz, quiz_course, quiz_of, single, true_false

pytestmark = pytest.mark.django_db


# beginning


def test_an_attempt_begins_empty_and_is_gone_on_with() -> None:
    desk = Desk(minutes=20)
    attempt = desk.start()
    assert (attempt.number, attempt.status, attempt.answers) == (1, "open", {})
    assert (attempt.started_at, attempt.expires_at) == (NOW, NOW + timedelta(minutes=20))
    again, fresh = start_attempt(actor=desk.person, enrolment_id=desk.enrolment.id, lesson_id=desk.lesson.id, now=NOW)
    assert (again, fresh) == (attempt, False)
    assert Attempt.objects.count() == 1


def test_whoever_has_begun_a_quiz_has_started() -> None:
    """What she did stays, though her place is taken back."""
    desk = Desk()
    idle = learner_of(desk.version).person
    attempt = desk.start()
    assert drop_unstarted(people=[idle.id, desk.person.id]) == 1
    enrolment = Enrolment.objects.get()
    assert (enrolment.started_at, enrolment.active_at, enrolment.done, told("learning_started")) == (NOW, NOW, 0, 1)
    desk.submit(attempt, NOW + timedelta(hours=1))
    desk.play(WRONG, NOW + timedelta(hours=2))
    enrolment.refresh_from_db()
    assert (enrolment.started_at, enrolment.active_at) == (NOW, NOW + timedelta(hours=2))
    assert (told("learning_started"), Attempt.objects.count()) == (1, 2)


def test_only_her_own_quiz_of_her_own_version_is_there_to_begin() -> None:
    desk = Desk()
    reading, other = lessons_of(desk.version)[0], quiz_of(quiz_course())
    for person, lesson in [(desk.person, reading), (desk.person, other), (PersonFactory(), desk.lesson)]:
        with pytest.raises(NotFound):
            start_attempt(actor=person, enrolment_id=desk.enrolment.id, lesson_id=lesson.id)
    assert not Attempt.objects.exists()


def test_a_minor_without_consent_does_nothing() -> None:
    open_state()
    desk = Desk()
    attempt = desk.start()
    young = minor()
    Enrolment.objects.update(person=young)
    place = {"enrolment_id": desk.enrolment.id, "lesson_id": desk.lesson.id}
    deeds = [
        lambda: start_attempt(actor=young, **place),
        lambda: attempts_now(actor=young, **place),
        lambda: overview(actor=young, **place),
        lambda: attempt_now(actor=young, attempt_id=attempt.id),
        lambda: save_answers(actor=young, attempt_id=attempt.id, answers=RIGHT),
        lambda: submit_attempt(actor=young, attempt_id=attempt.id),
    ]
    for deed in deeds:
        with pytest.raises(ConsentRequired):
            deed()
    attempt.refresh_from_db()
    assert (attempt.status, attempt.answers, Attempt.objects.count()) == ("open", {}, 1)


@pytest.mark.parametrize("allowed", [1, 2])
def test_no_more_attempts_than_are_allowed(allowed: int) -> None:
    desk = Desk(attempts=allowed)
    for number in range(1, allowed + 1):
        assert desk.play(WRONG).number == number
    with pytest.raises(NoAttemptLeft):
        desk.start()
    assert Attempt.objects.count() == allowed


def test_who_has_passed_need_not_try_again() -> None:
    desk = Desk()
    desk.play(RIGHT)
    with pytest.raises(QuizPassed):
        desk.start()


# saving


def test_answers_are_merged_question_by_question() -> None:
    desk = Desk(quiz(true_false(), single(), true_false("other")))
    attempt = desk.start()
    assert desk.save(attempt, {"true-false": True, "single": "a"}) == {"true-false": True, "single": "a"}
    assert desk.save(attempt, {"single": "b", "other": False}) == {"true-false": True, "single": "b", "other": False}
    assert desk.save(attempt, {"single": "b"}) == {"true-false": True, "single": "b", "other": False}
    assert desk.save(attempt, {"true-false": None}) == {"single": "b", "other": False}
    assert desk.save(attempt, {}) == {"single": "b", "other": False}


def test_what_is_no_answer_is_refused_and_nothing_saved() -> None:
    desk = Desk(quiz(true_false(), single()))
    attempt = desk.start()
    for answers, pointer in [
        ({"single": "b", "true-false": "yes"}, "/answers/true-false"),
        ({"single": "b", "x": 1}, "/answers/x"),
    ]:
        with pytest.raises(AnswersNotRight) as refused:
            desk.save(attempt, answers)
        assert [error.pointer for error in refused.value.errors] == [pointer]
    assert Attempt.objects.get().answers == {}


def test_a_question_of_the_pool_that_was_not_drawn_takes_no_answer() -> None:
    parts = [true_false(f"q-{number}", pool="p") for number in range(4)]
    desk = Desk(quiz(*parts, pools=[{"key": "p", "draw": 1}]))
    attempt = desk.start()
    taken = 0
    for number in range(4):
        try:
            desk.save(attempt, {f"q-{number}": True})
            taken += 1
        except AnswersNotRight:
            pass
    assert (taken, len(Attempt.objects.get().answers)) == (1, 1)


def test_after_a_submit_nothing_is_saved() -> None:
    desk = Desk()
    attempt = desk.play(WRONG)
    with pytest.raises(AttemptSubmitted):
        desk.save(attempt, RIGHT)
    assert Attempt.objects.get().answers == WRONG


# submitting


def test_a_submit_is_graded_once() -> None:
    desk = Desk(quiz(true_false(points=3), single(points=1)))
    attempt = desk.play({"true-false": True, "single": "a"})
    assert (attempt.status, attempt.submitted_at, attempt.passed) == ("submitted", NOW, True)
    assert (attempt.score, attempt.max_score, attempt.shares) == (Decimal(3), 4, {"true-false": 1.0, "single": 0.0})
    again = desk.submit(attempt, NOW + timedelta(hours=1))
    assert (again.submitted_at, again.score) == (NOW, Decimal(3))
    assert (told("learning_started"), done()) == (1, ["quiz"])


def test_nothing_answered_is_nothing_earned() -> None:
    desk = Desk()
    attempt = desk.submit(desk.start())
    assert (attempt.score, attempt.max_score, attempt.passed, done()) == (0, 2, False, [])


def test_passing_the_last_lesson_completes_the_course() -> None:
    desk = Desk()
    reading = lessons_of(desk.version)[0]
    complete_lesson(actor=desk.person, enrolment_id=desk.enrolment.id, lesson_id=reading.id)
    desk.play(WRONG)
    assert (Enrolment.objects.get().status, told("course_completed")) == ("active", 0)
    desk.play(RIGHT)
    assert (Enrolment.objects.get().status, told("course_completed"), done()) == ("completed", 1, ["lesson-1", "quiz"])


def test_a_quiz_is_not_completed_by_saying_so() -> None:
    desk = Desk()
    place = {"enrolment_id": desk.enrolment.id, "lesson_id": desk.lesson.id}
    for _ in range(2):
        with pytest.raises(QuizNotPassed):
            complete_lesson(actor=desk.person, **place)
        desk.play(WRONG)
    assert (done(), Enrolment.objects.get().done) == ([], 0)
    desk.play(RIGHT)
    assert complete_lesson(actor=desk.person, **place).done == 1


def test_after_leaving_the_course_an_attempt_waits_for_a_return() -> None:
    desk = Desk(minutes=10)
    attempt = desk.start()
    desk.save(attempt, RIGHT)
    withdraw(actor=desk.person, enrolment_id=desk.enrolment.id)
    for deed in (lambda: desk.save(attempt, WRONG), lambda: desk.submit(attempt), desk.start):
        with pytest.raises(EnrolmentWithdrawn):
            deed()
    late = NOW + timedelta(days=2)
    assert sweep_attempts(now=late) == 0
    assert attempt_now(actor=desk.person, attempt_id=attempt.id, now=late).status == "open"
    enrol(actor=desk.person, course_slug=desk.version.course.slug)
    assert attempt_now(actor=desk.person, attempt_id=attempt.id, now=late).passed is True
    assert done() == ["quiz"]


def test_a_pass_counts_in_the_version_that_she_follows_by_now() -> None:
    desk = Desk()
    attempt = desk.start()
    desk.save(attempt, RIGHT)
    newer = quiz_course(slug=desk.version.course.slug, readings=3)
    Enrolment.objects.update(version=newer, total=4, needed=4)
    desk.submit(attempt)
    assert list(LessonProgress.objects.values_list("lesson", flat=True)) == [quiz_of(newer).id]
    older = attempts_now(actor=desk.person, enrolment_id=desk.enrolment.id, lesson_id=desk.lesson.id)
    assert [row.id for row in older] == [attempt.id]


# time


# what to know before


def test_the_rules_are_told_before_one_begins() -> None:
    desk = Desk(attempts=2, minutes=10, cooldown_minutes=5, pass_mark=80, reveal="never")

    def seen(now: datetime) -> tuple[Any, ...]:
        told = overview(actor=desk.person, enrolment_id=desk.enrolment.id, lesson_id=desk.lesson.id, now=now)
        assert (told.pass_mark, told.minutes, told.attempts, told.cooldown_minutes) == (80, 10, 2, 5)
        return told.used, told.open_attempt, told.bar, told.retry_at

    assert seen(NOW) == (0, None, None, None)
    attempt = desk.start()
    assert seen(NOW) == (1, attempt.id, None, None)
    desk.submit(attempt)
    assert seen(NOW) == (1, None, "quiz_cooldown", NOW + timedelta(minutes=5))
    assert seen(NOW + timedelta(minutes=5)) == (1, None, None, None)
    desk.play(WRONG, NOW + timedelta(minutes=5))
    assert seen(NOW + timedelta(minutes=5)) == (2, None, "no_attempt_left", None)


def test_a_draft_has_no_quiz_to_be_seen() -> None:
    desk = Desk()
    draft = draft_version(actor=None, draft=course_draft(desk.version.course.slug, said="more"))
    with pytest.raises(NotFound):
        definition_of(lessons_of(draft)[0].id)
