"""What courses and their versions hold."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import F

from courses.catalogue.models import Course, CourseVersion, Lesson, LessonContent, Module
from courses.catalogue.rules import weight_of


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """What a certificate says about a course."""

    course_id: UUID
    slug: str
    number: int
    title: dict[str, str]
    hours: int
    skills: list[str]


class Told(NamedTuple):
    """Of a text, what an outline says."""

    language: str
    bytes: int
    media_bytes: int
    is_outdated: bool


TOLD = ("lesson_id", "language", "bytes", "media", "is_outdated")


@dataclass(frozen=True, slots=True)
class OutlinedLesson:
    id: UUID
    key: str
    kind: str
    title: dict[str, str]
    minutes: int
    required: bool
    sizes: dict[str, int]
    media_sizes: dict[str, int]
    outdated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutlinedModule:
    id: UUID
    title: dict[str, str]
    lessons: tuple[OutlinedLesson, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    course: str
    version: int
    share: int
    modules: tuple[OutlinedModule, ...]


def course_titles(slug: str) -> dict[str, str]:
    """The titles of a course in the languages it has them, whether it is published or not; none of an unknown one."""
    title: dict[str, str] | None = Course.objects.filter(slug=slug).values_list("title", flat=True).first()
    return title or {}


def version_summary(version_id: UUID) -> VersionSummary:
    row = CourseVersion.objects.values("course_id", "number", "title", "hours", "skills", slug=F("course__slug"))
    return VersionSummary(**row.get(id=version_id))


def required_lessons(version_id: UUID) -> list[UUID]:
    """In reading order."""
    return [lesson.id for module in outline_of(version_id).modules for lesson in module.lessons if lesson.required]


@lru_cache(maxsize=512)
def outline_of(version_id: UUID) -> Outline:
    """Of a published version, which never changes: kept in process."""
    version = CourseVersion.objects.select_related("course").get(id=version_id, published_at__isnull=False)
    return outlined(version)


def outlined(version: CourseVersion) -> Outline:
    """Of a version as it is now, draft or not."""
    texts = _texts_in(version.id)
    modules = version.modules.order_by("position").prefetch_related("lessons")
    parts = tuple(_outlined(module, texts) for module in modules)
    return Outline(version.course.slug, version.number, version.share, parts)


def _outlined(module: Module, texts: Mapping[UUID, list[Told]]) -> OutlinedModule:
    lessons = sorted(module.lessons.all(), key=lambda lesson: lesson.position)
    return OutlinedModule(
        module.id, module.title, tuple(_outlined_lesson(lesson, texts.get(lesson.id, [])) for lesson in lessons)
    )


def _outlined_lesson(lesson: Lesson, texts: list[Told]) -> OutlinedLesson:
    return OutlinedLesson(
        lesson.id,
        lesson.key,
        lesson.kind,
        lesson.title,
        lesson.minutes,
        lesson.required,
        {text.language: text.bytes for text in texts},
        {text.language: text.media_bytes for text in texts},
        tuple(sorted(text.language for text in texts if text.is_outdated)),
    )


def _texts_in(version_id: UUID) -> Mapping[UUID, list[Told]]:
    texts: defaultdict[UUID, list[Told]] = defaultdict(list)
    contents = LessonContent.objects.filter(lesson__version=version_id)
    for lesson_id, language, size, media, is_outdated in contents.values_list(*TOLD):
        texts[lesson_id].append(Told(language, size, weight_of(media), is_outdated))
    return texts
