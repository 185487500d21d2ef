"""What is said of outlines and lessons, wherever it is said: plain members, for the paths that have to be fast."""

from typing import Any

from courses.catalogue.selectors import Outline, OutlinedLesson
from courses.enrolment.selectors.completing import asked_in
from courses.enrolment.selectors.reading import ReadLesson
from foundation.kernel.language import FALLBACK, best, pick


def lesson_members(lesson: ReadLesson) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "key": lesson.key,
        "title": pick(lesson.title, lesson.language),
        "language": lesson.language,
        "html": lesson.html,
        "media": lesson.media,
    }


def outline_members(outline: Outline, language: str) -> dict[str, Any]:
    modules = [
        {
            "id": module.id,
            "title": pick(module.title, language),
            "lessons": [_outlined_lesson(lesson, language) for lesson in module.lessons],
        }
        for module in outline.modules
    ]
    served = best(outline.modules[0].title, language)
    asked = asked_in(outline)
    return {
        "course": outline.course,
        "version": outline.version,
        "language": served,
        "completion": {"share": asked.share, "needed": asked.needed},
        "modules": modules,
    }


def _outlined_lesson(lesson: OutlinedLesson, language: str) -> dict[str, Any]:
    served = served_language(lesson, language)
    return {
        "id": lesson.id,
        "key": lesson.key,
        "title": pick(lesson.title, language),
        "kind": lesson.kind,
        "minutes": lesson.minutes,
        "required": lesson.required,
        "bytes": lesson.sizes.get(served, 0),
        "media_bytes": lesson.media_sizes.get(served, 0),
        "outdated": lesson.outdated,
    }


def served_language(lesson: OutlinedLesson, language: str) -> str:
    """In which a reader of `language` gets its text."""
    return next((code for code in (language, *FALLBACK) if code in lesson.sizes), language)
