"""A course to take along: the outline and the lessons of a version in one language, signed."""

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from courses.catalogue.models import LessonContent
from courses.catalogue.policies import Caller
from courses.catalogue.selectors import Outline, OutlinedLesson, outline_of
from courses.enrolment.rules.bundles import bundled
from courses.enrolment.selectors import asked_in, version_for
from foundation.kernel.language import FALLBACK, best, pick
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
    return Bundle(slug, version.number, language, _bundle(version.id, language, key_id(PURPOSE)))


def bundle_keys() -> list[dict[str, str]]:
    return public_keys(PURPOSE)


@lru_cache(maxsize=32)
def _bundle(version_id: UUID, language: str, key: str) -> bytes:
    """A published version never changes, so what was made of it is kept in process: some hundred kilobytes each."""
    outline = outline_of(version_id)
    about = {"course": outline.course, "version": outline.version, "language": language, "key": key}
    files = {"outline.json": _outline(outline, language), **dict(_lessons(version_id, outline, language))}
    return bundled(about, files, partial(sign, PURPOSE))


def _outline(outline: Outline, language: str) -> dict[str, Any]:
    modules = [
        {
            "id": str(module.id),
            "title": pick(module.title, language),
            "lessons": [_entry(lesson, language) for lesson in module.lessons],
        }
        for module in outline.modules
    ]
    served = best(outline.modules[0].title, language)
    asked = asked_in(outline)
    about = {"course": outline.course, "version": outline.version, "language": served}
    return {**about, "completion": {"share": asked.share, "needed": asked.needed}, "modules": modules}


def _entry(lesson: OutlinedLesson, language: str) -> dict[str, Any]:
    return {
        "id": str(lesson.id),
        "key": lesson.key,
        "title": pick(lesson.title, language),
        "kind": lesson.kind,
        "minutes": lesson.minutes,
        "required": lesson.required,
        "file": _path(lesson),
    }


def _lessons(version_id: UUID, outline: Outline, language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """As `lessons/{id}` gives each."""
    rows = LessonContent.objects.filter(lesson__version=version_id).values_list("lesson", "language", "html")
    texts = {(lesson_id, code): html for lesson_id, code, html in rows}
    for lesson in (lesson for module in outline.modules for lesson in module.lessons):
        served = next(code for code in (language, *FALLBACK) if code in lesson.sizes)
        yield (
            _path(lesson),
            {
                "id": str(lesson.id),
                "key": lesson.key,
                "title": pick(lesson.title, served),
                "language": served,
                "html": texts[lesson.id, served],
            },
        )


def _path(lesson: OutlinedLesson) -> str:
    return f"lessons/{lesson.id}.json"
