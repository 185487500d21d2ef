"""Where the logs of several phones meet."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from courses.enrolment.models import Enrolment, ProgressEvent
from courses.enrolment.services import complete_lesson, enrol, keep_log
from foundation.accounts.models import User
from tests.courses.enrolment.test_races import told
from tests.factories.accounts import PersonFactory
from tests.factories.courses import lessons_of, published_course
from tests.factories.logs import event_of
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def enrolled(person: User, *slugs: str) -> list[tuple[UUID, UUID]]:
    """In courses of two lessons each: all pairs of enrolment and lesson."""
    pairs = []
    for slug in slugs:
        enrolment, _ = enrol(actor=person, course_slug=slug)
        version = Enrolment.objects.select_related("version").get(id=enrolment.id).version
        pairs += [(enrolment.id, lesson.id) for lesson in lessons_of(version)]
    return pairs


def outcomes(person: User, events: list[dict[str, Any]]) -> list[str]:
    return [str(result.outcome) for result in keep_log(actor=person, events=events)]


def test_one_log_from_eight_phones_is_taken_once() -> None:
    published_course("reading")
    published_course("writing")
    person = PersonFactory()
    events = [event_of(*pair) for pair in enrolled(person, "reading", "writing")]
    seen = at_once(*[lambda turn=turn: outcomes(person, events[turn:] + events[:turn]) for turn in range(4)] * 2)
    assert Counter(outcome for phone in seen for outcome in phone) == {"applied": 4, "repeated": 28}
    assert set(Enrolment.objects.values_list("done", "status")) == {(2, "completed")}
    assert (told("learning_started"), told("course_completed"), ProgressEvent.objects.count()) == (2, 2, 4)


def test_a_log_and_completions_with_a_network_count_together() -> None:
    published_course("reading")
    person = PersonFactory()
    pairs = enrolled(person, "reading")
    deeds: list[Any] = [lambda: outcomes(person, [event_of(*pair) for pair in pairs])] * 2
    deeds += [
        lambda pair=pair: complete_lesson(actor=person, enrolment_id=pair[0], lesson_id=pair[1]) for pair in pairs
    ]
    at_once(*deeds)
    assert (Enrolment.objects.get().done, told("learning_started"), told("course_completed")) == (2, 1, 1)


def test_two_learners_who_send_the_same_ids_crosswise_get_half_each_or_all_and_none() -> None:
    published_course("reading")
    people = PersonFactory.create_batch(2)
    logs = [[event_of(*pair) for pair in enrolled(person, "reading") * 5] for person in people]
    for one, other in zip(logs[0], logs[1], strict=True):
        other["id"] = one["id"]
    seen = at_once(lambda: outcomes(people[0], logs[0]), lambda: outcomes(people[1], logs[1][::-1]))
    assert {frozenset(pair) for pair in zip(seen[0], reversed(seen[1]), strict=True)} == {
        frozenset({"applied", "refused"})
    }
    assert ProgressEvent.objects.count() == 10
