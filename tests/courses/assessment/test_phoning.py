"""Attempts that were answered without a network, as `progress-events` brings them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from operator import itemgetter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.models import Attempt
from courses.assessment.services import (
    TAKERS,
    attempt_now,
    give_attempt,
    save_answers,
    start_attempt,
    submit_attempt,
    take_attempt_back,
)
from courses.catalogue.models import CourseVersion
from courses.enrolment.errors import NothingToReopen
from courses.enrolment.models import Enrolment, LessonProgress, ProgressEvent
from courses.enrolment.services import keep_log, withdraw
from foundation.kernel.errors import NotFound
from foundation.kernel.ids import new_id
from foundation.outbox.models import EventRecord
from tests.factories.programmes import office
from tests.factories.quizzes import learner_of, quiz, quiz_course, quiz_of, single, true_false
from tests.scenes import scene

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)


def set_up() -> dict[str, CourseVersion]:
    parts = [true_false(points=1), single(points=1)]
    return {"free": quiz_course(quiz(*parts)), "timed": quiz_course(quiz(*parts, minutes=10))}


_written, desk = scene(set_up)


class Phone:
    def __init__(self, version: CourseVersion) -> None:
        self.enrolment = learner_of(version)
        Enrolment.objects.filter(id=self.enrolment.id).update(enrolled_at=NOW - timedelta(days=1))
        self.lesson = quiz_of(version)
        place = {"enrolment_id": self.enrolment.id, "lesson_id": self.lesson.id}
        self.attempt, _ = start_attempt(actor=self.enrolment.person, now=NOW, **place)

    def event(self, kind: str, minute: int, **more: Any) -> dict[str, Any]:
        return {
            "id": str(new_id()),
            "kind": kind,
            "enrolment": str(self.enrolment.id),
            "lesson": str(self.lesson.id),
            "occurred_at": (NOW + timedelta(minutes=minute)).isoformat(),
            "attempt": str(self.attempt.id),
            **more,
        }

    def saved(self, minute: int, **answers: Any) -> dict[str, Any]:
        told = {key.replace("_", "-"): answer for key, answer in answers.items()}
        return self.event("answer_saved", minute, answers=told)

    def submitted(self, minute: int, **more: Any) -> dict[str, Any]:
        return self.event("attempt_submitted", minute, **more)

    def send(
        self, *events: dict[str, Any], now: datetime = NOW + timedelta(hours=1), sent_at: datetime | None = None
    ) -> list[tuple[Any, ...]]:
        results = keep_log(actor=self.enrolment.person, events=events, sent_at=sent_at, takers=TAKERS, now=now)
        return [(str(result.outcome), result.code and str(result.code)) for result in results]

    def state(self) -> tuple[Any, ...]:
        self.attempt.refresh_from_db()
        return self.attempt.status, self.attempt.answers, self.attempt.score, self.attempt.passed

    def after(self, batches: Sequence[Sequence[dict[str, Any]]]) -> tuple[Any, ...]:
        """What these leave; it is taken back."""
        with transaction.atomic():
            for batch in batches:
                self.send(*batch)
            left = *self.state(), set(LessonProgress.objects.values_list("lesson", "completed_at"))
            transaction.set_rollback(True)
        return left


APPLIED = ("applied", None)


def test_what_was_answered_on_the_way_is_graded_at_home(desk: Any) -> None:
    phone = Phone(desk["free"])
    log = [
        phone.saved(1, true_false=False),
        phone.saved(2, true_false=True),
        phone.saved(3, single="b"),
        phone.submitted(4),
    ]
    assert phone.send(*log) == [APPLIED] * 4
    ended = ("submitted", {"true-false": True, "single": "b"}, 2, True)
    assert phone.state() == ended
    assert phone.send(*log, now=NOW + timedelta(hours=2)) == [("repeated", None)] * 4
    assert phone.state() == ended
    assert (phone.attempt.submitted_at, LessonProgress.objects.count()) == (NOW + timedelta(hours=1), 1)
    assert EventRecord.objects.filter(name__startswith="courses.learning_started").count() == 1


def test_in_any_order_and_any_batches_it_comes_to_the_same(desk: Any) -> None:
    for order in permutations(range(4)):
        phone = Phone(desk["free"])
        log = [
            phone.saved(1, true_false=False, single="a"),
            phone.saved(2, true_false=True),
            phone.saved(3, single=None),
            phone.submitted(4, answers={"true-false": True}),
        ]
        first, *rest = (log[place] for place in order)
        phone.send(first)
        phone.send(*rest, first)
        assert phone.state() == ("submitted", {"true-false": True}, 1, False)


def test_without_a_submit_the_last_answer_stays_whatever_came_last(desk: Any) -> None:
    phone = Phone(desk["free"])
    assert phone.send(phone.saved(5, single="b", true_false=True)) == [APPLIED]
    assert phone.send(phone.saved(3, single="a"), phone.saved(7, true_false=None)) == [APPLIED] * 2
    assert phone.state() == ("open", {"single": "b"}, None, None)


def test_what_was_saved_since_on_another_phone_stays(desk: Any) -> None:
    phone = Phone(desk["free"])
    late = NOW + timedelta(minutes=5)
    save_answers(actor=phone.enrolment.person, attempt_id=phone.attempt.id, answers={"single": "b"}, now=late)
    phone.send(phone.saved(4, single="a", true_false=True), phone.saved(6, true_false=False))
    assert phone.state()[1] == {"single": "b", "true-false": False}


def test_after_the_end_nothing_is_taken(desk: Any) -> None:
    phone = Phone(desk["free"])
    submit_attempt(actor=phone.enrolment.person, attempt_id=phone.attempt.id, now=NOW)
    late = [phone.saved(1, single="b"), phone.submitted(2, answers={"single": "b"})]
    assert phone.send(*late) == [("refused", "attempt_submitted")] * 2
    assert phone.send(phone.submitted(3), phone.submitted(4, answers={"single": None})) == [APPLIED] * 2
    assert phone.state() == ("submitted", {}, 0, False)
    assert [line.kind for line in ProgressEvent.objects.all()] == ["attempt_submitted"] * 2


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_phones_that_submit_the_later_one_learns_that_hers_does_not_count(desk: Any, first: int) -> None:
    phone = Phone(desk["free"])
    right = phone.submitted(4, answers={"true-false": True, "single": "b"})
    wrong = phone.submitted(6, answers={"true-false": False})
    came, late = (right, wrong)[first], (wrong, right)[first]
    assert phone.send(came) == [APPLIED]
    ended = phone.state()
    assert ended == ("submitted", came["answers"], 0 if first else 2, not first)
    for _ in range(2):
        assert phone.send(late) == [("refused", "attempt_submitted")]
    assert phone.send(came, phone.submitted(8, answers=came["answers"])) == [("repeated", None), APPLIED]
    assert phone.state() == ended


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (660, True), (661, False)])
def test_a_time_limit_is_held_against_when_an_answer_was_given(desk: Any, seconds: float, counts: bool) -> None:
    """By a phone that is six hours slow, and comes an hour later."""
    phone, hour = Phone(desk["timed"]), timedelta(hours=1)
    slow, given = timedelta(hours=6), NOW + timedelta(seconds=seconds)
    event = phone.saved(0, single="b") | {"occurred_at": (given - slow).isoformat()}
    answer = APPLIED if counts else ("refused", "attempt_expired")
    assert phone.send(event, sent_at=NOW + hour - slow) == [answer]
    assert phone.state()[:2] == ("open", {"single": "b"} if counts else {})
    ended = attempt_now(actor=phone.enrolment.person, attempt_id=phone.attempt.id, now=NOW + hour)
    assert (ended.status, ended.score, ended.submitted_at) == ("submitted", int(counts), NOW + timedelta(minutes=10))
    assert phone.send(phone.saved(1, true_false=True)) == [("refused", "attempt_expired")]


def test_what_time_has_ended_takes_no_submit_of_later(desk: Any) -> None:
    phone = Phone(desk["timed"])
    late, early = phone.submitted(12, answers={"single": "b"}), phone.saved(9, true_false=True)
    assert phone.send(late, early) == [("refused", "attempt_expired"), APPLIED]
    assert phone.send(phone.submitted(12), phone.submitted(13, answers={"true-false": True})) == [APPLIED] * 2
    assert phone.state() == ("open", {"true-false": True}, None, None)
    assert phone.send(phone.submitted(10, answers={"single": "b"})) == [APPLIED]
    assert phone.state() == ("submitted", {"single": "b"}, 1, False)
    assert phone.attempt.submitted_at == NOW + timedelta(minutes=10)


def test_a_phone_is_waited_for_one_day(desk: Any) -> None:
    end = NOW + timedelta(days=1, minutes=11)
    for late, answer in ((0, APPLIED), (1, ("refused", "attempt_expired"))):
        phone = Phone(desk["timed"])
        assert phone.send(phone.saved(2, single="b"), now=end + timedelta(seconds=late)) == [answer]
    assert phone.state() == ("submitted", {}, 0, False)


answers = st.fixed_dictionaries(
    {}, optional={"true_false": st.sampled_from([True, False, None]), "single": st.sampled_from("abc")}
)
lived = st.lists(st.tuples(st.integers(0, 14), answers), max_size=8)


@given(course=st.sampled_from(["free", "timed"]), lived=lived, ends=st.booleans(), data=st.data())
def test_the_way_makes_no_difference(desk: Any, course: str, lived: list[Any], ends: bool, data: st.DataObject) -> None:
    """Shuffled, three times, in batches as they come: it ends as if each line had come by itself, in time."""
    with transaction.atomic():
        phone = Phone(desk[course])
        log = [phone.saved(minute, **told) for minute, told in sorted(lived, key=itemgetter(0))]
        if ends:
            log.append(phone.submitted(15 if course == "free" else 10, answers={"single": "b"}))
        sent = data.draw(st.permutations(log * 3))
        cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=4)))
        batches = [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
        assert phone.after(batches) == phone.after([[event] for event in log])
        transaction.set_rollback(True)


def test_what_is_refused_is_refused_by_itself(desk: Any) -> None:
    phone, other = Phone(desk["free"]), Phone(desk["free"])
    wrong: list[tuple[dict[str, Any], str]] = [
        (phone.saved(1, single="z"), "unknown_option"),
        (phone.saved(1, other=True), "unknown_question"),
        (phone.event("answer_saved", 1), "invalid"),
        (phone.event("answer_saved", 1, answers=[1]), "invalid"),
        (phone.event("answer_saved", 1, answers={}, more=1), "invalid"),
        (phone.saved(1) | {"attempt": 7}, "not_found"),
        (phone.saved(1) | {"attempt": "7"}, "not_found"),
        (phone.saved(1, single="b") | {"attempt": str(other.attempt.id)}, "not_found"),
        (phone.submitted(1, answers={"single": 1}), "option_expected"),
    ]
    right = phone.saved(2, single="b")
    results = phone.send(*(event for event, _ in wrong), right)
    assert results == [*(("refused", code) for _, code in wrong), APPLIED]
    assert phone.state() == ("open", {"single": "b"}, None, None)
    assert (other.state()[1], ProgressEvent.objects.count()) == ({}, 1)
    assert phone.send(wrong[0][0]) == [("refused", "unknown_option")]


def test_what_can_not_be_understood_is_shown_where(desk: Any) -> None:
    phone = Phone(desk["free"])
    bare = phone.event("answer_saved", 1)
    del bare["attempt"]
    wrong: list[tuple[dict[str, Any], str]] = [
        (bare, "/events/0/attempt"),
        (phone.event("answer_saved", 1), "/events/1/answers"),
        (phone.event("answer_saved", 1, answers=[1]), "/events/2/answers"),
        (phone.event("answer_saved", 1, answers={}, **{"a/b": 1}), "/events/3/a~1b"),
        (phone.saved(1, single="z"), "/events/4/answers/single"),
    ]
    results = keep_log(actor=phone.enrolment.person, events=[event for event, _ in wrong], takers=TAKERS, now=NOW)
    assert [result.pointer for result in results] == [pointer for _, pointer in wrong]
    assert {result.code for result in results[:4]} == {"invalid"}


def test_that_a_quiz_is_done_is_taken_from_whoever_has_passed_it(desk: Any) -> None:
    phone = Phone(desk["free"])
    told = phone.event("lesson_completed", 5)
    del told["attempt"]
    assert phone.send(phone.saved(1, true_false=False), told) == [APPLIED, ("refused", "quiz_not_passed")]
    right = phone.submitted(4, answers={"true-false": True, "single": "b"})
    assert phone.send(told, right) == [APPLIED] * 2
    done = list(LessonProgress.objects.values_list("lesson", "completed_at"))
    assert done == [(phone.lesson.id, NOW + timedelta(hours=1))]
    assert phone.send(told, {**told, "id": str(new_id())}) == [APPLIED] * 2
    assert list(LessonProgress.objects.values_list("lesson", "completed_at")) == done
    assert ProgressEvent.objects.filter(kind="lesson_completed").count() == 0
    assert Enrolment.objects.get(id=phone.enrolment.id).done == 1


def test_another_has_passed_it_and_she_has_not(desk: Any) -> None:
    phone, other = Phone(desk["free"]), Phone(desk["free"])
    other.send(other.submitted(1, answers={"true-false": True, "single": "b"}))
    told = phone.event("lesson_completed", 5)
    del told["attempt"]
    assert phone.send(told) == [("refused", "quiz_not_passed")]


@pytest.mark.parametrize("left", [True, False])
def test_an_attempt_of_another_course_is_not_touched(desk: Any, left: bool) -> None:
    """Its enrolment isn't locked, and may be withdrawn: the line is refused, and the next one taken."""
    phone, other = Phone(desk["free"]), Phone(desk["timed"])
    Enrolment.objects.filter(id=other.enrolment.id).update(person=phone.enrolment.person)
    if left:
        withdraw(actor=phone.enrolment.person, enrolment_id=other.enrolment.id)
    strays = [phone.saved(1, single="b"), phone.submitted(2)]
    for event in strays:
        event["attempt"] = str(other.attempt.id)
    log = [*strays, phone.saved(3, single="b")]
    assert phone.send(*log, now=NOW + timedelta(days=3)) == [("refused", "not_found")] * 2 + [APPLIED]
    assert (phone.state()[1], other.state()) == ({"single": "b"}, ("open", {}, None, None))


def test_a_batch_takes_the_same_queries_however_long(desk: Any, django_assert_num_queries: Any) -> None:
    for events in (1, 20):
        phone = Phone(desk["free"])
        log = [phone.saved(minute, single="b") for minute in range(1, events + 1)]
        phone.send(phone.saved(0, single="a"))
        with django_assert_num_queries(6):
            assert phone.send(*log) == [APPLIED] * events
    assert Attempt.objects.filter(answers={"single": "b"}).count() == 2


def test_whoever_looks_after_her_waits_for_her_phone_too() -> None:
    """Another attempt is given when the last one is over, and none ends because somebody wants to give or take one back."""
    phone = Phone(quiz_course(quiz(true_false(), attempts=1, minutes=10)))
    place = {"actor": office(), "enrolment_id": phone.enrolment.id, "lesson_id": phone.lesson.id}
    before, over = phone.state(), NOW + timedelta(minutes=30)
    with pytest.raises(NothingToReopen):
        give_attempt(**place, now=over)
    with pytest.raises(NotFound):
        take_attempt_back(**place, now=over)
    assert phone.state() == before
    assert phone.send(phone.submitted(5, answers={"true-false": True})) == [APPLIED]
    assert phone.state() == ("submitted", {"true-false": True}, 2, True)


def test_after_a_day_another_attempt_is_given() -> None:
    phone = Phone(quiz_course(quiz(true_false(), attempts=1, minutes=10)))
    place = {"actor": office(), "enrolment_id": phone.enrolment.id, "lesson_id": phone.lesson.id}
    given = give_attempt(**place, now=NOW + timedelta(days=1, minutes=12))
    assert (given.used, given.allowed, phone.state()[0]) == (1, 2, "submitted")
