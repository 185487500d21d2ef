"""Courses for tests: drafts made by the service, packages on disk."""

import itertools
from pathlib import Path
from typing import Any

import yaml

from courses.catalogue.models import Course, CourseVersion, Lesson
from courses.catalogue.services import (
    CourseDraft,
    LessonDraft,
    ModuleDraft,
    draft_version,
    offer_to_all,
    publish_version,
)

LANGUAGES = ("ar", "en", "fr")
serial = itertools.count(1)


def texts(words: str) -> dict[str, str]:
    return {"ar": f"{words} بالعربية", "en": f"{words} in English", "fr": f"{words} en français"}


def lesson_draft(
    key: str, *, required: bool = True, languages: tuple[str, ...] = LANGUAGES, said: str = ""
) -> LessonDraft:
    html = {language: f"<p>{said or key} {language}</p>" for language in languages}
    return LessonDraft(key=key, title=texts(key), minutes=5, texts=html, required=required)


def course_draft(slug: str | None = None, *, lessons: int = 2, said: str = "", **changes: Any) -> CourseDraft:
    """Two lessons to a module; `said` makes a version differ from another."""
    slug = slug or f"course-{next(serial)}"
    parts = [lesson_draft(f"lesson-{number}", said=said) for number in range(1, lessons + 1)]
    modules = tuple(
        ModuleDraft(f"module-{start // 2 + 1}", texts("module"), tuple(parts[start : start + 2]))
        for start in range(0, lessons, 2)
    )
    known: dict[str, Any] = {
        "slug": slug,
        "title": texts(slug),
        "summary": texts("summary"),
        "level": "foundation",
        "hours": 6,
        "skills": ["learning-to-learn"],
        "modules": modules,
        "content_hash": f"{slug}{said}{lessons}",
    }
    return CourseDraft(**{**known, **changes})


def published(draft: CourseDraft | None = None, *, open_to_all: bool = True) -> CourseVersion:
    version = draft_version(actor=None, draft=draft or course_draft())
    publish_version(actor=None, version_id=version.id)
    offer_to_all(actor=None, slug=version.course.slug, open_to_all=open_to_all)
    version.refresh_from_db()
    return version


def published_course(slug: str | None = None, *, open_to_all: bool = True, **changes: Any) -> Course:
    return published(course_draft(slug, **changes), open_to_all=open_to_all).course


def lessons_of(version: CourseVersion | None) -> list[Lesson]:
    return list(Lesson.objects.filter(version=version).order_by("module__position", "position"))


def course_yaml(**changes: Any) -> dict[str, Any]:
    lesson = {"key": "first", "title": texts("First"), "minutes": 10}
    known: dict[str, Any] = {
        "format": 1,
        "slug": "a-course",
        "title": texts("A course"),
        "summary": texts("What it is about"),
        "level": "foundation",
        "hours": 2,
        "skills": ["learning-to-learn"],
        "licence": "CC-BY-4.0",
        "authors": ["Jisr contributors"],
        "modules": [{"key": "start", "title": texts("Start"), "lessons": [lesson]}],
    }
    return {**known, **changes}


def quiz_yaml(**quiz: Any) -> dict[str, Any]:
    """Of a course of a text, `first`, and a quiz, `check`."""
    reading = {"key": "first", "title": texts("First"), "minutes": 10}
    check = {"key": "check", "title": texts("Check"), "minutes": 5, "kind": "quiz", **quiz}
    return course_yaml(modules=[{"key": "start", "title": texts("Start"), "lessons": [reading, check]}])


def write_package(
    folder: Path,
    course: dict[str, Any] | None = None,
    body: str = "Some *text*.",
    quizzes: dict[str, dict[str, Any]] | None = None,
    media: dict[str, bytes | str] | None = None,
) -> Path:
    """A sound package, or one whose course.yaml or lesson text is what a test wants. `quizzes` are by their lessons' keys,
    `media` by their names in the folder."""
    told = course or course_yaml()
    folder.mkdir(parents=True, exist_ok=True)
    write_yaml(folder / "course.yaml", told)
    for name, data in (media or {}).items():
        (folder / "media").mkdir(exist_ok=True)
        (folder / "media" / name).write_bytes(data.encode() if isinstance(data, str) else data)
    for module in told["modules"]:
        for lesson in module["lessons"]:
            for language in LANGUAGES:
                write_lesson(folder, module["key"], lesson, language, body)
            if quiz := (quizzes or {}).get(lesson["key"]):
                write_yaml(folder / f"lessons/{module['key']}/{lesson['key']}.quiz.yaml", quiz)
    return folder


def write_yaml(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")


def write_lesson(folder: Path, module: str, lesson: dict[str, Any], language: str, body: str) -> None:
    path = folder / "lessons" / module / f"{lesson['key']}.{language}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    front = yaml.safe_dump({"title": lesson["title"][language], "minutes": lesson["minutes"]}, allow_unicode=True)
    path.write_text(f"---\n{front}---\n\n{body}\n", "utf-8")
