"""Writing a new version of a course, whole and at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from courses.catalogue.enums import LessonKind
from courses.catalogue.models import DESCRIPTION, Course, CourseVersion, Lesson, LessonContent, Module
from courses.catalogue.policies import require_author
from courses.catalogue.rules import Said, course_languages, outdated_languages
from courses.catalogue.services.showing import MediaDraft, keep_media
from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.language import LANGUAGES
from foundation.kernel.statements import run


@dataclass(frozen=True, slots=True)
class LessonDraft:
    """`texts` holds safe HTML by language, `media` what it shows, as `LessonContent` keeps it; `extra_hash` is of what other
    apps keep for the lesson."""

    key: str
    title: dict[str, str]
    minutes: int
    texts: dict[str, str]
    required: bool = True
    kind: str = LessonKind.TEXT
    extra_hash: str = ""
    media: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModuleDraft:
    key: str
    title: dict[str, str]
    lessons: tuple[LessonDraft, ...]


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """`content_hash` is the same for the same content: a draft equal to the newest version makes no new one. `share`: see
    `CourseVersion`."""

    slug: str
    title: dict[str, str]
    summary: dict[str, str]
    level: str
    hours: int
    skills: list[str]
    modules: tuple[ModuleDraft, ...]
    content_hash: str
    prerequisites: list[str] = field(default_factory=list)
    licence: str = ""
    authors: list[str] = field(default_factory=list)
    sources: list[dict[str, str]] = field(default_factory=list)
    share: int = 100
    media: tuple[MediaDraft, ...] = ()

    def lessons(self) -> Iterator[LessonDraft]:
        for module in self.modules:
            yield from module.lessons


@transaction.atomic
def draft_version(*, actor: User | None, draft: CourseDraft) -> CourseVersion:
    """The newest version of the course if it has this very content, else a new draft. The first makes the course."""
    require_author(actor)
    course = _locked_course(draft)
    newest = course.versions.order_by("-number").first()
    if newest and newest.content_hash == draft.content_hash:
        return newest
    keep_media(draft.media)
    version = _write_version(course, newest.number + 1 if newest else 1, draft)
    _write_content(version, draft, _texts_of(newest))
    record(
        actor_id=actor.id if actor else None,
        action="course_version_drafted",
        subject_type="course_version",
        subject_id=version.id,
        details={"course": course.slug, "number": version.number},
    )
    return version


def _locked_course(draft: CourseDraft) -> Course:
    """Locked before anything is written: an insert, though it meets the course that there is, takes the edition's row,
    which a publisher comes to after the course."""
    courses = Course.objects.select_for_update(of=("self",), no_key=True).filter(slug=draft.slug)
    if course := courses.first():
        return course
    Course.objects.bulk_create([Course(slug=draft.slug, **_description(draft))], ignore_conflicts=True)
    return courses.get()


def _description(draft: CourseDraft) -> dict[str, Any]:
    languages = course_languages((lesson.texts for lesson in draft.lessons()), LANGUAGES)
    return {**{name: getattr(draft, name) for name in DESCRIPTION if name != "languages"}, "languages": languages}


def _write_version(course: Course, number: int, draft: CourseDraft) -> CourseVersion:
    return CourseVersion.objects.create(
        course=course,
        number=number,
        licence=draft.licence,
        authors=draft.authors,
        sources=draft.sources,
        content_hash=draft.content_hash,
        share=draft.share,
        **_description(draft),
    )


def _texts_of(version: CourseVersion | None) -> dict[str, dict[str, Said]]:
    """By lesson key and language."""
    found: defaultdict[str, dict[str, Said]] = defaultdict(dict)
    rows = LessonContent.objects.filter(lesson__version=version) if version else LessonContent.objects.none()
    for key, language, html, is_outdated in rows.values_list("lesson__key", "language", "html", "is_outdated"):
        found[key][language] = Said(html, is_outdated)
    return found


def _write_content(version: CourseVersion, draft: CourseDraft, before: Mapping[str, Mapping[str, Said]]) -> None:
    modules: list[Module] = []
    lessons: list[Lesson] = []
    contents: list[LessonContent] = []
    for position, part in enumerate(draft.modules, start=1):
        module = Module(version=version, key=part.key, position=position, title=part.title)
        modules.append(module)
        for place, draft_lesson in enumerate(part.lessons, start=1):
            lesson = _lesson(module, place, draft_lesson)
            lessons.append(lesson)
            contents.extend(_contents(lesson.id, draft_lesson, before.get(lesson.key, {})))
    Module.objects.bulk_create(modules)
    Lesson.objects.bulk_create(lessons)
    LessonContent.objects.bulk_create(contents)
    run("SELECT catalogue_index_lessons(%(version)s)", {"version": version.id})


def _lesson(module: Module, position: int, draft: LessonDraft) -> Lesson:
    return Lesson(
        version_id=module.version_id,
        module=module,
        key=draft.key,
        position=position,
        kind=draft.kind,
        title=draft.title,
        minutes=draft.minutes,
        required=draft.required,
        extra_hash=draft.extra_hash,
    )


def _contents(lesson_id: UUID, draft: LessonDraft, before: Mapping[str, Said]) -> Iterator[LessonContent]:
    outdated = outdated_languages(before, draft.texts)
    for code, html in draft.texts.items():
        yield LessonContent(
            lesson_id=lesson_id,
            language=code,
            html=html,
            bytes=len(html.encode()),
            media=draft.media.get(code, []),
            is_outdated=code in outdated,
        )
