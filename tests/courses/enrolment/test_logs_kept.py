"""How a phone's log is kept, handed on and forgotten, and what that takes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from courses.enrolment.models import Enrolment, ProgressEvent
from courses.enrolment.services import Heard, Why, enrol, forget_logs
from foundation.accounts.models import User
from foundation.kernel.ids import new_id
from tests.courses.enrolment.test_logs import APPLIED, REPEATED, Learner, lines, send, set_up, told
from tests.factories.courses import lessons_of, published_course
from tests.factories.logs import MORNING, event_of
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, learner = scene(set_up)


def test_a_line_is_never_rewritten(learner: Learner) -> None:
    person, enrolment, (first, *_) = learner
    send(person, event_of(enrolment, first))
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        ProgressEvent.objects.update(kind="lesson_opened")


@pytest.mark.parametrize("events", [1, 40])
def test_a_batch_takes_two_statements(learner: Learner, django_assert_num_queries: Any, events: int) -> None:
    person, enrolment, lessons = learner
    send(person, event_of(enrolment, lessons[0]))
    batch = [event_of(enrolment, lessons[0], "lesson_opened") for _ in range(events)]
    for outcome in (APPLIED, REPEATED):
        with django_assert_num_queries(4):  # with the savepoint of the test's transaction
            assert send(person, *batch) == [outcome] * events


def test_beginning_and_completing_courses_takes_two_more(learner: Learner, django_assert_num_queries: Any) -> None:
    person, enrolment, lessons = learner
    batch = [event_of(enrolment, lesson) for lesson in lessons]
    for number in range(2):
        course = published_course(f"course-{number}", lessons=1)
        other, _ = enrol(actor=person, course_slug=course.slug)
        batch += [event_of(other.id, lesson.id) for lesson in lessons_of(course.published_version)]
    send(person, *({**event, "id": str(new_id()), "kind": "lesson_opened"} for event in batch))
    with django_assert_num_queries(6):
        assert send(person, *batch) == [APPLIED] * 5
    assert (len(told("learning_started")), len(told("course_completed"))) == (3, 3)


def test_an_empty_batch(learner: Learner) -> None:
    assert send(learner[0]) == []


# kinds that others take


class Answers:
    """Stands above, and refuses answers to what it does not know."""

    def __init__(self) -> None:
        self.seen: list[list[Heard]] = []

    def __call__(self, *, actor: User, events: Sequence[Heard], now: Any) -> Mapping[str, Why]:
        self.seen.append(list(events))
        return {event.id: Why("no_such_question") for event in events if event.more["answers"] == {}}


def test_other_kinds_go_to_whoever_takes_them_once(learner: Learner) -> None:
    person, enrolment, (first, *_) = learner
    answers = Answers()
    takers = {"answer_saved": answers, "attempt_submitted": answers}
    saved = event_of(enrolment, first, "answer_saved", answers={"one": True})
    empty = event_of(enrolment, first, "answer_saved", answers={})
    submitted = event_of(enrolment, first, "attempt_submitted", answers={"one": False})
    batch = [submitted, empty, event_of(enrolment, first, "lesson_opened"), saved]
    refused = ("refused", "no_such_question")
    assert send(person, *batch, takers=takers) == [APPLIED, refused, APPLIED, APPLIED]
    assert [[event.id for event in seen] for seen in answers.seen] == [[submitted["id"], empty["id"], saved["id"]]]
    assert answers.seen[0][2] == Heard(
        saved["id"], "answer_saved", str(enrolment), str(first), MORNING, {"answers": {"one": True}}
    )
    assert send(person, *batch, takers=takers) == [REPEATED, refused, REPEATED, REPEATED]
    assert [event.id for event in answers.seen[1]] == [empty["id"]]
    assert ProgressEvent.objects.count() == 3


# what goes by itself


def test_old_lines_are_forgotten_and_what_was_done_stays(learner: Learner) -> None:
    person, enrolment, (first, second, _) = learner
    send(person, event_of(enrolment, first), now=MORNING)
    send(person, event_of(enrolment, second), now=MORNING + timedelta(days=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("courses.enrolment.services.forgetting.now", lambda: MORNING + timedelta(days=400, hours=1))
        assert forget_logs() == 1
    assert [lesson for _, lesson, _, _ in lines()] == [second]
    assert Enrolment.objects.get().done == 2
