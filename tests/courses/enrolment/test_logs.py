"""A phone's log: judged event by event, taken once, in whatever order it comes."""

from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from courses.catalogue.services import ModuleDraft
from courses.enrolment.models import Enrolment, LessonProgress, ProgressEvent
from courses.enrolment.services import complete_lesson, enrol, keep_log, withdraw
from foundation.accounts.models import User
from foundation.kernel.errors import ConsentRequired
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PersonFactory
from tests.factories.consents import minor
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.logs import MORNING, event_of
from tests.scenes import scene

pytestmark = pytest.mark.django_db
NOW = MORNING + timedelta(hours=4)
HOUR = timedelta(hours=1)
Learner = tuple[User, UUID, list[UUID]]


def set_up() -> Learner:
    """Enrolled the day before, in a course of three lessons of which the last is optional."""
    parts = (lesson_draft("a"), lesson_draft("b"), lesson_draft("c", required=False))
    version = published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),)))
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    Enrolment.objects.update(enrolled_at=MORNING - timedelta(days=1))
    return person, enrolment.id, [lesson.id for lesson in lessons_of(version)]


_written, learner = scene(set_up)


def send(person: User, *events: Any, **more: Any) -> list[tuple[Any, ...]]:
    """Outcomes with their codes and pointers, as far as there are."""
    results = keep_log(actor=person, events=list(events), **{"now": NOW, **more})
    return [tuple(part for part in result[1:] if part is not None) for result in results]


def told(name: str) -> list[dict[str, Any]]:
    events = EventRecord.objects.filter(name__startswith=f"courses.{name}.v").order_by("id")
    return list(events.values_list("payload", flat=True))


def lines() -> list[tuple[Any, ...]]:
    return list(ProgressEvent.objects.order_by("id").values_list("kind", "lesson", "occurred_at", "recorded_at"))


APPLIED, REPEATED = ("applied",), ("repeated",)


def test_what_is_told_is_kept_and_done(learner: Learner) -> None:
    person, enrolment, (first, second, _) = learner
    events = [
        event_of(enrolment, first, "lesson_opened", MORNING),
        event_of(enrolment, first, at=MORNING + HOUR),
        event_of(enrolment, second, "lesson_opened", MORNING + 2 * HOUR),
    ]
    assert send(person, *events) == [APPLIED] * 3
    assert lines() == [
        ("lesson_opened", first, MORNING, NOW),
        ("lesson_completed", first, MORNING + HOUR, NOW),
        ("lesson_opened", second, MORNING + 2 * HOUR, NOW),
    ]
    row = Enrolment.objects.get()
    assert (row.done, row.status, row.started_at, row.active_at) == (1, "active", NOW, NOW)
    assert list(LessonProgress.objects.values_list("lesson", "completed_at", "recorded_at")) == [
        (first, MORNING + HOUR, NOW)
    ]
    assert told("learning_started") == [
        {"enrolment_id": str(enrolment), "person_id": str(person.id), "course_slug": "reading"}
    ]


def test_the_whole_course_in_one_batch_backwards(learner: Learner) -> None:
    person, enrolment, lessons = learner
    assert send(person, *(event_of(enrolment, lesson) for lesson in reversed(lessons))) == [APPLIED] * 3
    row = Enrolment.objects.select_related("course").get()
    assert (row.done, row.status, row.completed_at) == (2, "completed", NOW)
    assert len(told("learning_started")) == 1
    assert told("course_completed") == [
        {
            "enrolment_id": str(enrolment),
            "person_id": str(person.id),
            "course_id": str(row.course_id),
            "course_slug": "reading",
            "version_id": str(row.version_id),
            "completed_at": NOW.isoformat(),
        }
    ]


def test_repeating_changes_nothing_and_says_nothing(learner: Learner) -> None:
    person, enrolment, lessons = learner
    events = [event_of(enrolment, lesson) for lesson in lessons]
    send(person, *events)
    before = (lines(), Enrolment.objects.values().get(), list(LessonProgress.objects.order_by("lesson").values()))
    happened = EventRecord.objects.count()
    assert send(person, *reversed(events), now=NOW + HOUR) == [REPEATED] * 3
    after = (lines(), Enrolment.objects.values().get(), list(LessonProgress.objects.order_by("lesson").values()))
    assert after == before
    assert EventRecord.objects.count() == happened


def test_the_same_event_twice_in_one_batch_is_repeated_the_second_time(learner: Learner) -> None:
    person, enrolment, lessons = learner
    event = event_of(enrolment, lessons[0])
    assert send(person, event, {**event, "id": event["id"].upper()}) == [APPLIED, REPEATED]
    assert Enrolment.objects.get().done == 1


def test_a_lesson_completed_twice_counts_once_from_the_earlier_time(learner: Learner) -> None:
    person, enrolment, (first, *_) = learner
    late, early = event_of(enrolment, first, at=MORNING + HOUR), event_of(enrolment, first, at=MORNING)
    assert (send(person, late), send(person, early)) == ([APPLIED], [APPLIED])
    again = event_of(enrolment, first, at=MORNING + 2 * HOUR)
    assert send(person, again) == [APPLIED]
    assert (Enrolment.objects.get().done, LessonProgress.objects.get().completed_at) == (1, MORNING)
    assert ProgressEvent.objects.count() == 3


def test_what_was_completed_with_a_network_counts_once_too(learner: Learner) -> None:
    person, enrolment, (first, second, _) = learner
    complete_lesson(actor=person, enrolment_id=enrolment, lesson_id=first, now=MORNING + HOUR)
    assert send(person, event_of(enrolment, first), event_of(enrolment, second)) == [APPLIED] * 2
    assert (Enrolment.objects.get().done, len(told("learning_started"))) == (2, 1)
    assert LessonProgress.objects.get(lesson=first).completed_at == MORNING


@pytest.mark.parametrize("hours", [-23, -15, 17, 23])
def test_any_offset_is_read(learner: Learner, hours: int) -> None:
    """PostgreSQL takes fewer than Python: one such line must not keep back the others."""
    person, enrolment, (first, second, _) = learner
    odd = event_of(enrolment, first, at=MORNING.astimezone(timezone(timedelta(hours=hours))))
    assert send(person, odd, event_of(enrolment, second)) == [APPLIED] * 2
    assert {occurred_at for _, _, occurred_at, _ in lines()} == {MORNING}


@pytest.mark.parametrize("wrong_by", [timedelta(hours=-7), timedelta(hours=5), timedelta(days=-20_000)])
def test_a_clock_that_is_wrong_is_put_right(learner: Learner, wrong_by: timedelta) -> None:
    person, enrolment, (first, *_) = learner
    event = event_of(enrolment, first, at=MORNING + wrong_by)
    assert send(person, event, sent_at=NOW + wrong_by) == [APPLIED]
    assert lines() == [("lesson_completed", first, MORNING, NOW)]


def test_a_time_that_can_not_be_lies_between_the_enrolment_and_now(learner: Learner) -> None:
    person, enrolment, (first, second, _) = learner
    events = [
        event_of(enrolment, first, "lesson_opened", MORNING - timedelta(days=900)),
        event_of(enrolment, second, "lesson_opened", NOW + timedelta(days=900)),
    ]
    assert send(person, *events) == [APPLIED] * 2
    assert [occurred_at for _, _, occurred_at, _ in lines()] == [MORNING - timedelta(days=1), NOW]


def test_each_event_has_its_own_outcome(learner: Learner) -> None:
    person, enrolment, (first, second, _) = learner
    others, _ = enrol(actor=PersonFactory(), course_slug="reading")
    elsewhere = lessons_of(published(course_draft("writing")))[0].id
    good = [event_of(enrolment, first), event_of(enrolment, second)]
    assert send(
        person,
        good[0],
        None,
        event_of(enrolment, first, occurred_at="noon"),
        event_of(enrolment, first, mood="good"),
        event_of(enrolment, first, "answer_saved", answers={"one": True}),
        event_of(enrolment, first, "song_sung"),
        event_of(others.id, first),
        event_of(enrolment, elsewhere),
        event_of(first, enrolment),
        good[1],
    ) == [
        APPLIED,
        ("refused", "invalid", "/events/1"),
        ("refused", "invalid", "/events/2/occurred_at"),
        ("refused", "invalid", "/events/3/mood"),
        ("refused", "unknown_kind"),
        ("refused", "unknown_kind"),
        ("refused", "not_found"),
        ("refused", "not_found"),
        ("refused", "not_found"),
        APPLIED,
    ]
    kept = {str(key) for key in ProgressEvent.objects.values_list("id", flat=True)}
    assert (kept, Enrolment.objects.get(id=enrolment).done) == ({event["id"] for event in good}, 2)


def test_an_id_is_told_as_it_was_sent(learner: Learner) -> None:
    person, enrolment, (first, *_) = learner
    events = [event_of(enrolment, first), event_of(enrolment, first, id="one"), {"id": 7}, "two"]
    events[0]["id"] = events[0]["id"].upper()
    results = keep_log(actor=person, events=events, now=NOW)
    assert [result.id for result in results] == [events[0]["id"], "one", None, None]


def test_another_s_id_is_refused_as_if_there_were_nothing(learner: Learner) -> None:
    person, enrolment, (first, *_) = learner
    stranger = PersonFactory()
    hers, _ = enrol(actor=stranger, course_slug="reading")
    event = event_of(enrolment, first)
    send(person, event)
    before = lines()
    again = {**event, "enrolment": str(hers.id)}
    assert send(stranger, again, again, event) == [("refused", "not_found")] * 3
    assert (lines(), Enrolment.objects.get(id=hers.id).done) == (before, 0)


def test_what_was_refused_is_judged_anew(learner: Learner) -> None:
    person, enrolment, (first, *_) = learner
    withdraw(actor=person, enrolment_id=enrolment)
    event = event_of(enrolment, first)
    assert send(person, event) == [("refused", "enrolment_withdrawn")]
    assert (lines(), LessonProgress.objects.count(), Enrolment.objects.get().done) == ([], 0, 0)
    enrol(actor=person, course_slug="reading")
    assert send(person, event) == [APPLIED]
    withdraw(actor=person, enrolment_id=enrolment)
    assert send(person, event, event_of(enrolment, first)) == [REPEATED, ("refused", "enrolment_withdrawn")]


def test_the_first_that_can_be_taken_has_the_id(learner: Learner) -> None:
    person, enrolment, (first, *_) = learner
    event = event_of(enrolment, first)
    wrong = {**event, "lesson": event["id"]}
    assert send(person, wrong, event, wrong) == [("refused", "not_found"), APPLIED, ("refused", "not_found")]
    assert send(person, wrong) == [REPEATED]


def test_lessons_of_an_older_version_are_carried_over_by_their_keys(learner: Learner) -> None:
    person, enrolment, (first, *_) = learner
    module = ModuleDraft("start", texts("start"), (lesson_draft("a"),))
    newer = published(course_draft("reading", said="more", modules=(module,)))
    Enrolment.objects.update(version=newer, total=1, needed=1)
    (lesson,) = lessons_of(newer)
    gone = learner[2][1]
    assert send(person, event_of(enrolment, first), event_of(enrolment, gone)) == [APPLIED, ("refused", "not_found")]
    assert list(LessonProgress.objects.values_list("lesson", flat=True)) == [lesson.id]
    assert Enrolment.objects.get().status == "completed"


def test_nothing_is_taken_without_consent(learner: Learner) -> None:
    child = minor()
    enrolment = Enrolment.objects.create(
        person=child,
        course_id=Enrolment.objects.get().course_id,
        version_id=Enrolment.objects.get().version_id,
        total=2,
        needed=2,
    )
    with pytest.raises(ConsentRequired):
        send(child, event_of(enrolment.id, learner[2][0]))
    assert lines() == []
