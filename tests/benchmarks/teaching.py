"""Courses by the hundred, published in three languages, written by `COPY`. Runs with Django set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from courses.catalogue.models import Course, Lesson, LessonContent, Module
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.statements import copy_in, run

MODULES, LESSONS = 4, 10
LESSONS_EACH = MODULES * LESSONS
SAID = {
    "ar": "العمل المستقبل فكرة مهارة تعلم ماء طاقة مدرسة زراعة صحة مدينة بيانات ذكاء تجارة مشروع فريق سؤال جواب تجربة نموذج "
    "ابتكار سوق مال بيئة شمس نقل صوت لغة كتاب شاشة شبكة أمان عدل قانون رسم خشب خبز قماش طريق بيت",
    "en": "work future idea skill learning water energy school farming health city data intelligence trade project team "
    "question answer trial prototype innovation market money climate sunlight transport sound language book screen network "
    "safety justice law drawing timber bread textile road house",
    "fr": "travail avenir idée compétence apprentissage eau énergie école agriculture santé ville données intelligence "
    "commerce projet "
    "équipe question réponse essai prototype innovation marché argent climat soleil transport son langue livre écran "
    "réseau sécurité justice droit dessin bois pain textile route maison",
}
WORDS = {language: words.split() for language, words in SAID.items()}
SKILLS = ("learning-to-learn", "career-planning", "information-and-data-literacy")
LEVELS = ("foundation", "intermediate", "advanced")


@dataclass(frozen=True, slots=True)
class Taught:
    """A course with the lessons of its only version, in reading order."""

    course: UUID
    version: UUID
    slug: str
    lessons: list[UUID]


@transaction.atomic
def teach(number: int) -> list[Taught]:
    """So many courses, half of them open to all."""
    taught = [
        Taught(new_id(), new_id(), f"course-{place}", [new_id() for _ in range(LESSONS_EACH)])
        for place in range(number)
    ]
    random = Random(5)
    modules = {course.version: [new_id() for _ in range(MODULES)] for course in taught}
    copy_in(Course, *_courses(taught, random))
    run(
        """INSERT INTO catalogue_courseversion (id, created_at, course_id, number, licence, authors, sources, content_hash,
                  share, title, summary, languages, level, hours, skills, prerequisites)
           SELECT v.id, now(), c.id, 1, '', '{}', '[]', '', 100, c.title, c.summary, c.languages, c.level, c.hours, c.skills,
                  c.prerequisites
             FROM unnest(%(courses)s::uuid[], %(versions)s::uuid[]) v (course, id)
             JOIN catalogue_course c ON c.id = v.course""",
        {"courses": [course.course for course in taught], "versions": [course.version for course in taught]},
    )
    copy_in(Module, ("id", "created_at", "version_id", "key", "position", "title"), _modules(modules, random))
    copy_in(Lesson, *_lessons(taught, modules, random))
    copy_in(LessonContent, *_contents(taught, random))
    _publish()
    return taught


def _publish() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalogue_courseversion, catalogue_module, catalogue_lesson, catalogue_lessoncontent")
        cursor.execute("UPDATE catalogue_courseversion SET published_at = now()")
        cursor.execute(
            """UPDATE catalogue_course c SET published_version_id = v.id
                 FROM catalogue_courseversion v WHERE v.course_id = c.id"""
        )
        cursor.execute("SELECT count(catalogue_index_course(id)::text) FROM catalogue_course")


def _said(random: Random, words: int) -> dict[str, str]:
    return {language: " ".join(random.choices(known, k=words)) for language, known in WORDS.items()}


def _courses(taught: list[Taught], random: Random) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    fields = ("id", "created_at", "revision", "slug", "open_to_all", "title", "summary", "languages", "level", "hours")
    rows = (
        (
            *(course.course, now(), 1, course.slug, place % 2 == 0, _said(random, 4), _said(random, 20), list(WORDS)),
            *(LEVELS[place % len(LEVELS)], 6, [SKILLS[place % len(SKILLS)]], []),
        )
        for place, course in enumerate(taught)
    )
    return (*fields, "skills", "prerequisites"), rows


def _modules(modules: dict[UUID, list[UUID]], random: Random) -> Iterator[tuple[Any, ...]]:
    for version, own in modules.items():
        for place, module in enumerate(own, start=1):
            yield module, now(), version, f"module-{place}", place, _said(random, 3)


def _lessons(
    taught: list[Taught], modules: dict[UUID, list[UUID]], random: Random
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    fields = ("id", "created_at", "version_id", "module_id", "key", "position", "kind", "title", "minutes", "required")
    rows = (
        (lesson, now(), course.version, module, f"lesson-{part}-{place}", place, "text", _said(random, 3), 10, True, "")
        for course in taught
        for part, module in enumerate(modules[course.version])
        for place, lesson in enumerate(course.lessons[part * LESSONS : (part + 1) * LESSONS], start=1)
    )
    return (*fields, "extra_hash"), rows


def _contents(taught: list[Taught], random: Random) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    fields = ("id", "created_at", "lesson_id", "language", "html", "bytes", "is_outdated")
    rows = (
        (new_id(), now(), lesson, language, html := f"<p>{text}</p>", len(html.encode()), False)
        for course in taught
        for lesson in course.lessons
        for language, text in _said(random, 15).items()
    )
    return fields, rows
