"""Versions are drafted whole, published once, and stay as they are."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from courses.catalogue.errors import VersionIncomplete, VersionOutdated
from courses.catalogue.models import Course, CourseVersion, Edition, Lesson, LessonContent, Module
from courses.catalogue.selectors import course_titles, outline_of, outlined, published_courses, version_summary
from courses.catalogue.services import ModuleDraft, draft_version, offer_to_all, publish_version
from foundation.audit.models import Record
from foundation.kernel.errors import Forbidden, NotFound
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.programmes import GrantFactory
from tests.racing import until_somebody_waits

pytestmark = pytest.mark.django_db


def audited() -> list[str]:
    return list(Record.objects.order_by("id").values_list("action", flat=True))


def test_a_draft_is_written_whole_and_seen_by_nobody() -> None:
    version = draft_version(actor=None, draft=course_draft("reading", lessons=3))
    assert (version.number, version.published_at, version.languages) == (1, None, ["ar", "en", "fr"])
    assert list(version.modules.order_by("position").values_list("key", flat=True)) == ["module-1", "module-2"]
    assert [lesson.key for lesson in lessons_of(version)] == ["lesson-1", "lesson-2", "lesson-3"]
    content = LessonContent.objects.get(lesson=lessons_of(version)[0], language="ar")
    assert (content.html, content.bytes) == ("<p>lesson-1 ar</p>", 18)
    assert not published_courses().exists()
    assert audited() == ["course_version_drafted"]


def test_the_same_content_makes_no_new_version() -> None:
    first = draft_version(actor=None, draft=course_draft("reading"))
    assert draft_version(actor=None, draft=course_draft("reading")) == first
    second = draft_version(actor=None, draft=course_draft("reading", said="more"))
    assert second.number == 2
    assert draft_version(actor=None, draft=course_draft("reading")).number == 3


def test_a_translation_that_was_left_behind_is_marked_until_it_follows() -> None:
    lesson = lesson_draft("lesson")
    marked = []
    for number, changed in enumerate(({}, {"en": "<p>new</p>"}, {"en": "<p>new</p>", "ar": "<p>جديد</p>"})):
        module = ModuleDraft("start", texts("start"), (replace(lesson, texts={**lesson.texts, **changed}),))
        version = draft_version(actor=None, draft=course_draft("reading", modules=(module,), said=str(number)))
        marked.append(outlined(version).modules[0].lessons[0].outdated)
    assert marked == [(), ("ar", "fr"), ("fr",)]


def test_publishing_shows_the_version_and_says_so() -> None:
    version = draft_version(actor=None, draft=course_draft("reading", hours=9))
    publish_version(actor=None, version_id=version.id)
    course = Course.objects.get(slug="reading")
    assert (course.published_version, course.hours, course.revision) == (version, 9, 2)
    assert audited() == ["course_version_drafted", "course_version_published"]
    event = EventRecord.objects.get(name="courses.course_published.v1")
    assert event.payload["course_slug"] == "reading"


def test_publishing_twice_is_publishing_once() -> None:
    version = published()
    again = publish_version(actor=None, version_id=version.id)
    assert again.published_at == version.published_at
    assert EventRecord.objects.filter(name="courses.course_published.v1").count() == 1


def test_an_older_draft_does_not_come_back() -> None:
    first = draft_version(actor=None, draft=course_draft("reading"))
    published(course_draft("reading", said="more"))
    with pytest.raises(VersionOutdated):
        publish_version(actor=None, version_id=first.id)
    first.refresh_from_db()
    assert first.published_at is None


def test_what_is_not_whole_is_not_published() -> None:
    parts = (lesson_draft("a", required=False), lesson_draft("b", required=False, languages=()))
    draft = course_draft(modules=(ModuleDraft("start", texts("start"), parts),))
    version = draft_version(actor=None, draft=draft)
    with pytest.raises(VersionIncomplete) as refusal:
        publish_version(actor=None, version_id=version.id)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [
        ("/modules", "nothing_required"),
        ("/modules/start/lessons/b", "without_text"),
    ]
    assert not published_courses().exists()


def test_an_unknown_version_or_course_is_not_found() -> None:
    with pytest.raises(NotFound):
        publish_version(actor=None, version_id=uuid4())
    with pytest.raises(NotFound):
        offer_to_all(actor=None, slug="nothing")


@pytest.mark.parametrize("role", [None, Role.MENTOR, Role.SAFEGUARDING_OFFICER])
def test_only_authors_and_the_office_write_courses(role: Role | None) -> None:
    actor = PersonFactory()
    if role:
        GrantFactory(person=actor, role=role)
    version = draft_version(actor=None, draft=course_draft("reading"))
    with pytest.raises(Forbidden):
        draft_version(actor=actor, draft=course_draft("writing"))
    with pytest.raises(Forbidden):
        publish_version(actor=actor, version_id=version.id)
    with pytest.raises(Forbidden):
        offer_to_all(actor=actor, slug="reading")
    assert Course.objects.count() == 1
    assert not published_courses().exists()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.PROGRAMME_OFFICE])
def test_authors_and_the_office_do(role: Role) -> None:
    actor = PersonFactory()
    GrantFactory(person=actor, role=role)
    version = draft_version(actor=actor, draft=course_draft("reading"))
    publish_version(actor=actor, version_id=version.id)
    course = offer_to_all(actor=actor, slug="reading")
    assert course.open_to_all
    assert audited() == ["course_version_drafted", "course_version_published", "course_opened"]


def refused(change: object) -> None:
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        change()  # type: ignore[operator]


def test_a_published_version_never_changes() -> None:
    version = published()
    lesson = lessons_of(version)[0]
    module = lesson.module
    refused(lambda: CourseVersion.objects.filter(id=version.id).update(hours=1))
    refused(lambda: CourseVersion.objects.filter(id=version.id).update(published_at=None))
    refused(lambda: CourseVersion.objects.filter(id=version.id)._raw_delete("default"))
    refused(lambda: Module.objects.filter(id=module.id).update(title={}))
    refused(lambda: Module.objects.create(version=version, key="more", position=9, title={}))
    refused(lambda: Lesson.objects.filter(id=lesson.id).update(minutes=1))
    refused(lambda: Lesson.objects.create(version=version, module=module, key="x", position=9, title={}, minutes=1))
    refused(lambda: LessonContent.objects.filter(lesson=lesson).update(html=""))
    refused(lambda: LessonContent.objects.filter(lesson=lesson)._raw_delete("default"))
    refused(lambda: lesson.delete())


def test_a_lesson_does_not_move_from_a_draft_into_a_published_version() -> None:
    version = published(course_draft("reading"))
    draft = draft_version(actor=None, draft=course_draft("reading", said="more"))
    moving = Lesson.objects.filter(id=lessons_of(draft)[0].id)
    refused(lambda: moving.update(version=version, key="moved"))


def test_a_draft_may_change() -> None:
    version = draft_version(actor=None, draft=course_draft())
    Lesson.objects.filter(version=version).update(minutes=7)
    LessonContent.objects.filter(lesson__version=version).update(html="<p>new</p>")
    version.delete()
    assert not Lesson.objects.exists()


def test_the_edition_moves_with_every_change_and_back_with_a_rollback() -> None:
    draft_version(actor=None, draft=course_draft("reading"))
    before = Edition.objects.get().stamp
    with transaction.atomic():
        offer_to_all(actor=None, slug="reading")
        assert Edition.objects.get().stamp != before
        transaction.set_rollback(True)
    assert Edition.objects.get().stamp == before
    offer_to_all(actor=None, slug="reading")
    assert Edition.objects.get().stamp != before


def test_what_others_ask_about_courses() -> None:
    version = published(course_draft("reading", lessons=3, hours=4))
    assert course_titles("reading") == texts("reading")
    assert course_titles("nothing") == {}
    summary = version_summary(version.id)
    assert (summary.slug, summary.number, summary.title, summary.hours) == ("reading", 1, texts("reading"), 4)
    outline = outline_of(version.id)
    assert [[lesson.key for lesson in module.lessons] for module in outline.modules] == [
        ["lesson-1", "lesson-2"],
        ["lesson-3"],
    ]


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_leave_the_later_version() -> None:
    drafts = [draft_version(actor=None, draft=course_draft("reading", said=str(n))) for n in range(2)]
    start = Barrier(2)

    def publish(version: CourseVersion) -> bool:
        try:
            start.wait()
            publish_version(actor=None, version_id=version.id)
            return True
        except VersionOutdated:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(publish, drafts))
    assert outcomes[1] is True
    assert Course.objects.get().published_version == drafts[1]
    assert CourseVersion.objects.filter(published_at__isnull=False).count() == sum(outcomes)


@pytest.mark.django_db(transaction=True)
def test_eight_imports_at_once_make_one_version() -> None:
    start = Barrier(8)

    def bring_in(_: int) -> CourseVersion:
        try:
            start.wait()
            return draft_version(actor=None, draft=course_draft("reading"))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        versions = set(pool.map(bring_in, range(8)))
    assert len(versions) == 1
    assert CourseVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_for_a_publisher_without_being_in_its_way() -> None:
    published(course_draft("reading"))
    second = draft_version(actor=None, draft=course_draft("reading", said="2"))

    def bring_in() -> int:
        try:
            return draft_version(actor=None, draft=course_draft("reading", said="3")).number
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Course.objects.select_for_update().get(slug="reading")
            third = pool.submit(bring_in)
            until_somebody_waits()
            publish_version(actor=None, version_id=second.id)
        assert third.result() == 3
