"""From a package that passed its check to what the catalogue takes."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from courses.authoring.rules.files import lesson_file, quiz_file
from courses.authoring.rules.structure import is_quiz
from courses.authoring.services.lessons import LessonText
from courses.authoring.services.media import MediaPart
from courses.authoring.services.quizzes import QuizText
from courses.authoring.services.rendering import RENDERER
from courses.catalogue.enums import LessonKind
from courses.catalogue.services import CourseDraft, LessonDraft, ModuleDraft
from foundation.kernel.language import LANGUAGES

COPIED = ("slug", "title", "summary", "level", "hours", "skills", "licence", "authors")


def draft_from(
    course: Mapping[str, Any],
    texts: Mapping[str, LessonText],
    media: Mapping[str, MediaPart],
    files: Mapping[str, bytes],
) -> CourseDraft:
    return CourseDraft(
        **{name: course[name] for name in COPIED},
        prerequisites=course.get("prerequisites", []),
        sources=course.get("sources", []),
        share=course.get("completion", {}).get("share", 100),
        modules=tuple(_module(module, texts, files) for module in course["modules"]),
        content_hash=content_hash(files),
        media=tuple(part.draft for part in media.values() if part.draft),
    )


def quizzes_from(course: Mapping[str, Any], quizzes: Mapping[str, QuizText]) -> dict[str, dict[str, Any]]:
    """The definitions by their lessons' keys."""
    return {
        lesson["key"]: quizzes[quiz_file(module["key"], lesson["key"])].definition or {}
        for module in course["modules"]
        for lesson in module["lessons"]
        if is_quiz(lesson)
    }


def content_hash(files: Mapping[str, bytes]) -> str:
    """The same for a folder and its zip, whatever their dates and order."""
    digest = hashlib.sha256(f"course-package {RENDERER}\n".encode())
    for name in sorted(files):
        digest.update(f"{hashlib.sha256(files[name]).hexdigest()} {name}\n".encode())
    return digest.hexdigest()


def _module(module: Mapping[str, Any], texts: Mapping[str, LessonText], contents: Mapping[str, bytes]) -> ModuleDraft:
    lessons = tuple(
        replace(
            _lesson(module["key"], lesson, texts),
            extra_hash=_hash_of(contents.get(quiz_file(module["key"], lesson["key"]))),
        )
        for lesson in module["lessons"]
    )
    return ModuleDraft(module["key"], module["title"], lessons)


def _hash_of(file: bytes | None) -> str:
    return "" if file is None else hashlib.sha256(file).hexdigest()


def _lesson(module: str, lesson: Mapping[str, Any], texts: Mapping[str, LessonText]) -> LessonDraft:
    files = {language: lesson_file(module, lesson["key"], language) for language in LANGUAGES}
    said = {language: texts[name] for language, name in files.items() if name in texts}
    return LessonDraft(
        key=lesson["key"],
        title=lesson["title"],
        minutes=lesson["minutes"],
        required=lesson.get("required", True),
        kind=lesson.get("kind", LessonKind.TEXT.value),
        texts={language: text.html for language, text in said.items()},
        media={language: text.media for language, text in said.items()},
    )
