"""What is the same lesson in another version, and what is not any more."""

from dataclasses import replace

import pytest

from courses.catalogue.selectors import Change, changes_between
from courses.catalogue.services import LessonDraft, ModuleDraft, draft_version
from tests.factories.courses import course_draft, lesson_draft, texts

pytestmark = pytest.mark.django_db


def version(*lessons: LessonDraft, said: str) -> object:
    module = ModuleDraft(f"module-{said}", texts(said), lessons)
    return draft_version(actor=None, draft=course_draft("reading", modules=(module,), said=said)).id


def changes(old: LessonDraft, new: LessonDraft) -> list[Change]:
    before, after = version(old, said="before"), version(new, said="after")
    return [change.change for change in changes_between(before, after)]  # type: ignore[arg-type]


READ = lesson_draft("read", languages=("ar", "en"))


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (READ, Change.SAME),
        (replace(READ, title=texts("Another title"), minutes=9, required=False), Change.SAME),
        (replace(READ, texts={**READ.texts, "fr": "<p>traduit</p>"}), Change.SAME),
        (replace(READ, texts={"en": READ.texts["en"]}), Change.SAME),
        (replace(READ, texts={**READ.texts, "ar": "<p>غيره</p>"}), Change.CHANGED),
        (replace(READ, texts={"fr": READ.texts["en"]}), Change.CHANGED),
        (replace(READ, kind="quiz"), Change.CHANGED),
        (replace(READ, extra_hash="1"), Change.CHANGED),
    ],
)
def test_what_makes_another_lesson_of_one(new: LessonDraft, change: Change) -> None:
    assert changes(READ, new) == [change]


def test_a_quiz_is_its_questions_whatever_introduces_it() -> None:
    asked = replace(READ, kind="quiz", extra_hash="1")
    otherwise = {"ar": "<p>غيره</p>", "fr": "<p>autre</p>"}
    assert changes(asked, replace(asked, texts=otherwise)) == [Change.SAME]


def test_lessons_are_told_apart_by_their_keys() -> None:
    before = version(lesson_draft("a"), lesson_draft("b"), lesson_draft("c"), said="before")
    after = version(lesson_draft("d", required=False), lesson_draft("c", said="x"), lesson_draft("a"), said="after")
    found = changes_between(before, after)  # type: ignore[arg-type]
    assert [(lesson.key, lesson.change, lesson.required) for lesson in found] == [
        ("a", Change.SAME, True),
        ("b", Change.GONE, False),
        ("c", Change.CHANGED, True),
        ("d", Change.NEW, False),
    ]
    assert [(lesson.old_id is None, lesson.new_id is None) for lesson in found] == [
        (False, False),
        (False, True),
        (False, False),
        (True, False),
    ]
