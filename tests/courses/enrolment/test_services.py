"""Enrolling, learning, completing, withdrawing and coming back."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from courses.catalogue.services import ModuleDraft, draft_version
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import EnrolmentCompleted, EnrolmentWithdrawn, UnknownCourse
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.services import complete_lesson, enrol, withdraw
from foundation.audit.models import Record
from foundation.kernel.errors import NotFound
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, published_course, texts
from tests.factories.programmes import CohortFactory, MembershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def events(name: str) -> list[dict[str, Any]]:
    told = EventRecord.objects.filter(name__startswith=f"courses.{name}.v").order_by("id")
    return list(told.values_list("payload", flat=True))


def lesson_ids(enrolment_id: UUID) -> list[UUID]:
    return [lesson.id for lesson in lessons_of(Enrolment.objects.get(id=enrolment_id).version)]


def test_enrolling_pins_the_version_and_counts_its_required_lessons() -> None:
    parts = (lesson_draft("a"), lesson_draft("b"), lesson_draft("c", required=False))
    version = published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),)))
    person = PersonFactory()
    enrolment, fresh = enrol(actor=person, course_slug="reading")
    assert (fresh, enrolment.slug, enrolment.number, enrolment.status) == (True, "reading", 1, "active")
    assert (enrolment.done, enrolment.total) == (0, 2)
    (event,) = events("enrolled")
    assert event == {
        "course_id": str(version.course_id),
        "course_slug": "reading",
        "course_titles": texts("reading"),
        "enrolment_ids": [str(enrolment.id)],
        "person_ids": [str(person.id)],
    }
    published(course_draft("reading", said="more", lessons=5))
    assert Enrolment.objects.get().version == version


def test_enrolling_again_is_the_same_enrolment() -> None:
    published_course("reading")
    person = PersonFactory()
    first, _ = enrol(actor=person, course_slug="reading")
    again, fresh = enrol(actor=person, course_slug="reading")
    assert (again, fresh) == (first, False)
    assert len(events("enrolled")) == 1


@pytest.mark.parametrize("slug", ["nothing", "hidden"])
def test_nobody_enrols_in_what_she_does_not_see(slug: str) -> None:
    published_course("hidden", open_to_all=False)
    with pytest.raises(UnknownCourse):
        enrol(actor=PersonFactory(), course_slug=slug)
    assert not Enrolment.objects.exists()
    assert events("enrolled") == []


def test_a_member_enrols_in_her_cohorts_course() -> None:
    published_course("hidden", open_to_all=False)
    person = MembershipFactory(cohort=CohortFactory(courses=["hidden"])).person
    assert enrol(actor=person, course_slug="hidden")[1] is True


def test_lesson_after_lesson_to_the_end() -> None:
    course = published_course("reading", lessons=3)
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    seen = []
    for lesson in lesson_ids(enrolment.id):
        facts = complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson, now=NOW)
        seen.append((facts.done, facts.status, facts.completed_at))
    assert seen == [(1, "active", None), (2, "active", None), (3, "completed", NOW)]
    row = Enrolment.objects.get()
    assert (row.done, row.status, row.completed_at) == (3, EnrolmentStatus.COMPLETED, NOW)
    assert events("course_completed") == [
        {
            "enrolment_id": str(enrolment.id),
            "person_id": str(person.id),
            "course_id": str(course.id),
            "course_slug": "reading",
            "version_id": str(row.version_id),
            "completed_at": NOW.isoformat(),
        }
    ]


def test_completing_again_changes_nothing_and_says_nothing() -> None:
    published_course("reading", lessons=1)
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    (lesson,) = lesson_ids(enrolment.id)
    first = complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson, now=NOW)
    kept = LessonProgress.objects.get()
    again = complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson, now=NOW + timedelta(days=1))
    assert again == first
    assert LessonProgress.objects.get().completed_at == kept.completed_at
    assert len(events("course_completed")) == 1


def test_a_completion_is_not_audited_and_no_event_but_the_last() -> None:
    published_course("reading")
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    before = Record.objects.count()
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson_ids(enrolment.id)[0])
    assert (Record.objects.count(), events("course_completed")) == (before, [])


def test_an_optional_lesson_is_kept_but_not_counted() -> None:
    parts = (lesson_draft("a"), lesson_draft("b", required=False))
    published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),)))
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    needed, optional = lesson_ids(enrolment.id)
    assert complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=optional).done == 0
    assert LessonProgress.objects.count() == 1
    assert complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=needed).status == "completed"
    assert len(events("course_completed")) == 1


def test_nobody_completes_what_is_not_hers() -> None:
    published_course("reading")
    other = published(course_draft("writing"))
    person, stranger = PersonFactory(), PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    lesson = lesson_ids(enrolment.id)[0]
    for actor, enrolment_id, lesson_id in [
        (stranger, enrolment.id, lesson),
        (person, enrolment.id, lessons_of(other)[0].id),
        (person, enrolment.id, uuid4()),
        (person, uuid4(), lesson),
    ]:
        with pytest.raises(NotFound):
            complete_lesson(actor=actor, enrolment_id=enrolment_id, lesson_id=lesson_id)
    assert not LessonProgress.objects.exists()


def test_a_newer_versions_lesson_means_that_of_the_same_key_in_hers() -> None:
    published_course("reading")
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    newer = published(course_draft("reading", said="more"))
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lessons_of(newer)[0].id)
    assert list(LessonProgress.objects.values_list("lesson", flat=True)) == lesson_ids(enrolment.id)[:1]
    draft = draft_version(actor=None, draft=course_draft("reading", said="no more"))
    with pytest.raises(NotFound):
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lessons_of(draft)[1].id)


def test_who_withdraws_can_come_back_to_where_she_was() -> None:
    published_course("reading")
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    first, second = lesson_ids(enrolment.id)
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=first)
    withdraw(actor=person, enrolment_id=enrolment.id)
    withdraw(actor=person, enrolment_id=enrolment.id)
    assert Enrolment.objects.get().status == EnrolmentStatus.WITHDRAWN
    with pytest.raises(EnrolmentWithdrawn):
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=second)
    back, fresh = enrol(actor=person, course_slug="reading")
    assert (back.id, back.done, back.status, fresh) == (enrolment.id, 1, "active", False)
    assert len(events("enrolled")) == 1
    assert complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=second).status == "completed"


def test_what_is_completed_is_not_withdrawn() -> None:
    published_course("reading", lessons=1)
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson_ids(enrolment.id)[0])
    with pytest.raises(EnrolmentCompleted):
        withdraw(actor=person, enrolment_id=enrolment.id)
    assert Enrolment.objects.get().status == EnrolmentStatus.COMPLETED


def test_nobody_withdraws_another() -> None:
    published_course("reading")
    enrolment, _ = enrol(actor=PersonFactory(), course_slug="reading")
    with pytest.raises(NotFound):
        withdraw(actor=PersonFactory(is_staff=True), enrolment_id=enrolment.id)
    assert Enrolment.objects.get().status == EnrolmentStatus.ACTIVE


@pytest.mark.parametrize("required", [True, False])
def test_a_completion_takes_one_statement(django_assert_num_queries: Any, required: bool) -> None:
    parts = (lesson_draft("first"), lesson_draft("a", required=required), lesson_draft("b"), lesson_draft("c"))
    published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),)))
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    first, lesson, *_ = lesson_ids(enrolment.id)
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=first)
    with django_assert_num_queries(1):
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson)
    with django_assert_num_queries(1):
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson)


@pytest.mark.parametrize("required", [True, False])
def test_the_first_lesson_starts_the_enrolment_which_is_said_once(required: bool) -> None:
    parts = (lesson_draft("a", required=required), lesson_draft("b"), lesson_draft("c"))
    published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),)))
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    assert Enrolment.objects.get().started_at is None
    first, second, _ = lesson_ids(enrolment.id)
    for lesson in (first, first, second):
        facts = complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson, now=NOW)
    row = Enrolment.objects.get()
    assert (facts.done, row.done, row.started_at, row.status) == (1 + required, 1 + required, NOW, "active")
    assert events("learning_started") == [
        {"enrolment_id": str(enrolment.id), "person_id": str(person.id), "course_slug": "reading"}
    ]


def test_every_lesson_that_is_new_tells_when_she_was_active() -> None:
    parts = (lesson_draft("a"), lesson_draft("b", required=False), lesson_draft("c"))
    published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),)))
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    first, optional, _ = lesson_ids(enrolment.id)
    days = [NOW, NOW + timedelta(days=1), NOW + timedelta(days=2), NOW - timedelta(days=1)]
    told = []
    for lesson, day in zip((first, optional, optional, first), days, strict=True):
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson, now=day)
        told.append(Enrolment.objects.get().active_at)
    assert told == [NOW, NOW + timedelta(days=1), NOW + timedelta(days=1), NOW + timedelta(days=1)]


def test_an_only_lesson_starts_and_completes_at_once() -> None:
    published_course("reading", lessons=1)
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson_ids(enrolment.id)[0])
    assert (len(events("learning_started")), len(events("course_completed"))) == (1, 1)


def test_what_is_not_required_completes_no_course_a_second_time() -> None:
    parts = (lesson_draft("a"), lesson_draft("b", required=False))
    published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),)))
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    for lesson in lesson_ids(enrolment.id):
        facts = complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson)
    assert (facts.status, facts.done, len(events("course_completed"))) == ("completed", 1, 1)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (None, NOW),
        (NOW - timedelta(days=3), NOW - timedelta(days=3)),
        (NOW + timedelta(hours=5), NOW),
        (NOW - timedelta(days=10_000), None),
    ],
)
@pytest.mark.parametrize("lessons", [1, 2])
def test_a_wrong_clock_loses_no_progress(told: datetime | None, kept: datetime | None, lessons: int) -> None:
    published_course("reading", lessons=lessons)
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    lesson = lesson_ids(enrolment.id)[0]
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson, completed_at=told, now=NOW)
    assert LessonProgress.objects.get().completed_at == (kept or enrolment.enrolled_at)
    assert LessonProgress.objects.get().recorded_at == NOW
