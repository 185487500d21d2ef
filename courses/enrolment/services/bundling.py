"""A course to take along: the outline and the lessons of a version in one language, signed."""

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from uuid import UUID

from courses.catalogue.models import LessonContent
from courses.catalogue.policies import Caller
from courses.catalogue.selectors import Outline, media_contents, outline_of, withdrawn_media
from courses.enrolment.rules.bundles import bundled, parted
from courses.enrolment.selectors import ReadLesson, lesson_members, outline_members, served_language, version_for
from foundation.kernel.signing import key_id, public_keys, sign

PURPOSE = "offline bundle"


class Bundle(NamedTuple):
    course: str
    version: int
    language: str
    content: bytes


def bundle_for(actor: Caller, slug: str, language: str) -> Bundle:
    """The version of the caller's enrolment, else the newest published one that she sees."""
    version = version_for(actor, slug)
    return Bundle(slug, version.number, language, _bundle(version.id, language, key_id(PURPOSE), withdrawn_media()))


def bundle_keys() -> list[dict[str, str]]:
    return public_keys(PURPOSE)


@lru_cache(maxsize=16)
def _bundle(version_id: UUID, language: str, key: str, gone: frozenset[str]) -> bytes:
    """A published version never changes but by what is `gone`, so what was made of it is kept in process: some hundred
    kilobytes each, and two megabytes more where lessons have many pictures."""
    outline = outline_of(version_id)
    lessons = list(_lessons(version_id, outline, language))
    coming, left_out = parted(
        shown for lesson in lessons for shown in lesson.media if _digest_of(shown["url"]) not in gone
    )
    about = {
        "course": outline.course,
        "version": outline.version,
        "language": language,
        "key": key,
        "left_out": left_out,
    }
    files = {_path(lesson.id): lesson_members(lesson) for lesson in lessons}
    outlined = {"outline.json": _outline(outline, language)}
    return bundled(about, outlined | files, _pictures(coming), partial(sign, PURPOSE))


def _outline(outline: Outline, language: str) -> dict[str, Any]:
    """Each lesson with its file."""
    members = outline_members(outline, language)
    for lesson in (lesson for module in members["modules"] for lesson in module["lessons"]):
        lesson["file"] = _path(lesson["id"])
    return members


def _lessons(version_id: UUID, outline: Outline, language: str) -> Iterator[ReadLesson]:
    rows = LessonContent.objects.filter(lesson__version=version_id).values_list("lesson", "language", "html", "media")
    texts = {(lesson_id, code): said for lesson_id, code, *said in rows}
    for lesson in (lesson for module in outline.modules for lesson in module.lessons):
        served = served_language(lesson, language)
        yield ReadLesson(lesson.id, lesson.key, lesson.title, served, *texts[lesson.id, served])


def _pictures(urls: list[str]) -> dict[str, bytes]:
    contents = media_contents([_digest_of(url) for url in urls])
    return {url: contents[digest] for url in urls if (digest := _digest_of(url)) in contents}


def _digest_of(url: str) -> str:
    return PurePosixPath(url).stem


def _path(lesson_id: UUID) -> str:
    return f"lessons/{lesson_id}.json"
