"""Where two phones of one learner can meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from courses.assessment.errors import AttemptSubmitted, NoAttemptLeft
from courses.assessment.models import Attempt, ExtraAttempt
from courses.assessment.rules.attempts import AWAITED, GRACE
from courses.assessment.selectors import facts_of
from courses.assessment.services import (
    give_attempt,
    save_answers,
    start_attempt,
    submit_attempt,
    sweep_attempts,
    take_attempt_back,
)
from courses.catalogue.services import ModuleDraft, draft_version
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.services import complete_lesson, drop_unstarted
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound
from foundation.outbox.models import EventRecord
from tests.factories.courses import course_draft, lesson_draft, lessons_of, texts
from tests.factories.programmes import office
from tests.factories.quizzes import Told, learner_of, quiz, quiz_course, quiz_lesson, quiz_of, true_false
from tests.racing import at_once, codes, race, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
SIX = [true_false(f"q-{number}", points=1) for number in range(6)]


def learner(definition: Told) -> tuple[Enrolment, Callable[[], tuple[Attempt, bool]]]:
    version = quiz_course(definition)
    enrolment = learner_of(version)
    place = {"enrolment_id": enrolment.id, "lesson_id": quiz_of(version).id}
    return enrolment, partial(start_attempt, actor=enrolment.person, **place)


def told(name: str) -> int:
    return EventRecord.objects.filter(name__startswith=f"courses.{name}.v").count()


def test_the_last_attempt_is_begun_once_and_not_again_after_it() -> None:
    enrolment, start = learner(quiz(true_false(), attempts=1))
    begun: list[Any] = race(*[start] * 8)
    assert len({attempt.id for attempt, _ in begun}) == 1
    assert sorted(fresh for _, fresh in begun) == [False] * 7 + [True]
    submit = partial(submit_attempt, actor=enrolment.person, attempt_id=begun[0][0].id)
    outcomes: list[Any] = race(submit, *[start] * 6)
    # whoever came before the submit got the attempt that it ended
    others = {"no_attempt_left" if isinstance(one, NoAttemptLeft) else one[0].id for one in outcomes[1:]}
    assert outcomes[0].status == "submitted"
    assert others <= {"no_attempt_left", begun[0][0].id}
    with pytest.raises(NoAttemptLeft):
        start()
    assert Attempt.objects.count() == 1


def test_two_submits_are_graded_once() -> None:
    enrolment, start = learner(quiz(true_false()))
    attempt, _ = start()
    save_answers(actor=enrolment.person, attempt_id=attempt.id, answers={"true-false": True})
    submit = partial(submit_attempt, actor=enrolment.person, attempt_id=attempt.id)
    ended: list[Any] = race(*[submit] * 6)
    answers = {
        (one.submitted_at, one.score, one.passed, facts_of(one).questions[0].result is not None) for one in ended
    }
    ((_, score, passed, shown),) = answers
    assert (score, passed, shown) == (2, True, True)
    assert (told("learning_started"), LessonProgress.objects.count(), Enrolment.objects.get().done) == (1, 1, 1)


@pytest.mark.parametrize(("extra_hash", "done"), [("", 1), ("other questions", 0)])
def test_who_is_moved_while_she_submits_passes_the_same_quiz_alone(extra_hash: str, done: int) -> None:
    enrolment, start = learner(quiz(true_false()))
    attempt, _ = start()
    save_answers(actor=enrolment.person, attempt_id=attempt.id, answers={"true-false": True})
    module = ModuleDraft("start", texts("start"), (lesson_draft("new"), replace(quiz_lesson(), extra_hash=extra_hash)))
    newer = draft_version(actor=None, draft=course_draft(enrolment.course.slug, modules=(module,), said="newer"))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Enrolment.objects.update(version=newer)
            submitting = pool.submit(at_once, partial(submit_attempt, actor=enrolment.person, attempt_id=attempt.id))
            until_somebody_waits()
        (ended,) = submitting.result()
    assert (ended.passed, Enrolment.objects.get().done) == (True, done)
    assert list(LessonProgress.objects.values_list("lesson", flat=True)) == [quiz_of(newer).id] * done


def test_answers_of_several_phones_are_all_kept() -> None:
    enrolment, start = learner(quiz(*SIX))
    attempt, _ = start()
    save = partial(save_answers, actor=enrolment.person, attempt_id=attempt.id)
    outcomes = race(*[partial(save, answers={f"q-{number}": True}) for number in range(6)])
    assert codes(outcomes) == {"done": 6}
    assert Attempt.objects.get().answers == {f"q-{number}": True for number in range(6)}


def test_what_was_saved_against_a_submit_was_graded_or_refused() -> None:
    enrolment, start = learner(quiz(*SIX, pass_mark=100))
    for _ in range(3):
        attempt, _ = start()
        save = partial(save_answers, actor=enrolment.person, attempt_id=attempt.id)
        save(answers={"q-0": True})
        saves = [partial(save, answers={f"q-{number}": True}) for number in range(1, 5)]
        submit = partial(submit_attempt, actor=enrolment.person, attempt_id=attempt.id)
        outcomes: list[Any] = race(submit, *saves)
        refused = {number for number in range(1, 5) if isinstance(outcomes[number], AttemptSubmitted)}
        taken = {f"q-{number}" for number in range(5) if number not in refused}
        attempt.refresh_from_db()
        assert attempt.answers == dict.fromkeys(taken, True)
        assert attempt.score == outcomes[0].score == len(taken)


def test_passing_while_the_last_lesson_is_read_completes_the_course_once() -> None:
    enrolment, start = learner(quiz(true_false(), minutes=10))
    reading = lessons_of(enrolment.version)[0]
    attempt, _ = start()
    save_answers(actor=enrolment.person, attempt_id=attempt.id, answers={"true-false": True})
    Attempt.objects.update(expires_at=now() - GRACE - AWAITED - timedelta(seconds=1))
    read = partial(complete_lesson, actor=enrolment.person, enrolment_id=enrolment.id, lesson_id=reading.id)
    submit = partial(submit_attempt, actor=enrolment.person, attempt_id=attempt.id)
    outcomes = race(read, submit, partial(sweep_attempts, now=now()), start, read, submit)
    assert codes(outcomes) == {"done": 5, "quiz_passed": 1}
    assert (Enrolment.objects.get().status, Enrolment.objects.get().done) == ("completed", 2)
    assert (told("course_completed"), told("learning_started"), Attempt.objects.count()) == (1, 1, 1)


def test_a_quiz_begun_while_the_place_is_taken_back_stays_or_never_was() -> None:
    for _ in range(3):
        enrolment, start = learner(quiz(true_false()))
        began, _ = race(start, partial(drop_unstarted, people=[enrolment.person_id]))
        there = Enrolment.objects.filter(id=enrolment.id).exists()
        assert there is Attempt.objects.filter(enrolment=enrolment.id).exists() is not isinstance(began, NotFound)


def used_up() -> tuple[Enrolment, Callable[[], tuple[Attempt, bool]], dict[str, Any]]:
    enrolment, start = learner(quiz(true_false(), attempts=1))
    attempt, _ = start()
    submit_attempt(actor=enrolment.person, attempt_id=attempt.id)
    place = {"enrolment_id": enrolment.id, "lesson_id": quiz_of(enrolment.version).id}
    return enrolment, start, {"actor": office(), **place}


def test_six_who_give_an_attempt_give_one() -> None:
    _enrolment, _start, place = used_up()
    assert codes(race(*[partial(give_attempt, **place)] * 6)) == {"done": 1, "nothing_to_reopen": 5}
    assert ExtraAttempt.objects.count() == 1


def test_an_extra_attempt_is_begun_or_taken_back_and_not_both() -> None:
    _enrolment, start, place = used_up()
    for _ in range(5):
        give_attempt(**place)
        begun, taken = race(start, partial(take_attempt_back, **place))
        outcome = codes([begun]), codes([taken])
        assert outcome in [({"done": 1}, {"reopening_used": 1}), ({"no_attempt_left": 1}, {"done": 1})]
        if outcome[0] == {"done": 1}:
            break
    assert Attempt.objects.count() == 1 + ExtraAttempt.objects.count()
