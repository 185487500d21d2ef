from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.catalogue.models import CourseVersion, Lesson, LessonContent
from courses.catalogue.policies import (
    Caller,
    get_course_for,
    get_version_for,
    sees_every_course,
    versions_visible_to,
)
from courses.catalogue.selectors import Outline, OutlinedLesson, lessons_saying, outline_of, outlined
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.policies import enrolments_visible_to
from foundation.accounts.models import User
from foundation.accounts.selectors import name_by_id
from foundation.audit.selectors import doer_of
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound, Unauthenticated
from foundation.kernel.language import FALLBACK
from foundation.kernel.statements import prepared


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """An enrolment as its person sees it."""

    id: UUID
    slug: str
    number: int
    status: str
    done: int
    total: int
    needed: int
    enrolled_at: datetime
    completed_at: datetime | None
    due_at: datetime | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson in the language in which the reader gets it."""

    id: UUID
    key: str
    title: dict[str, str]
    language: str
    html: str
    media: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lesson stands in its course."""

    course: str
    before: OutlinedLesson | None
    after: OutlinedLesson | None


class LessonFact(NamedTuple):
    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """Those of a version."""

    by_id: Mapping[str, LessonFact]
    by_key: Mapping[str, LessonFact]

    def meant(self, lesson: str, course_id: UUID, strays: Mapping[str, tuple[UUID, str]]) -> LessonFact | None:
        """By a lesson of this version, or of that key in another of the course; `strays` are the course and key of such."""
        stray_of, key = strays.get(lesson, (None, ""))
        return self.by_id.get(lesson) or (self.by_key.get(key) if stray_of == course_id else None)


FACTS: Mapping[str, Any] = {"slug": F("course__slug"), "number": F("version__number")}
VERSION_FIELDS = (
    "number",
    "created_at",
    "sent_by",
    "published_at",
    "is_current",
    "title",
    "languages",
    "level",
    "hours",
    "licence",
    "under_way",
    "completed",
)
FACT_FIELDS = ("id", "status", "done", "total", "needed", "enrolled_at", "completed_at", "due_at")

READ = """
    SELECT l.id, l.key, l.title, t.language, t.html, t.media
      FROM catalogue_lesson l
      JOIN catalogue_courseversion v ON v.id = l.version_id AND v.published_at IS NOT NULL
      JOIN catalogue_course c ON c.id = v.course_id
     CROSS JOIN LATERAL (SELECT language, html, media FROM catalogue_lessoncontent WHERE lesson_id = l.id
                          ORDER BY array_position(%(languages)s::text[], language::text) LIMIT 1) t
     WHERE l.id = %(lesson)s
       AND (c.open_to_all OR %(everything)s
            OR EXISTS (SELECT FROM enrolment_enrolment
                        WHERE person_id = %(person)s AND version_id = v.id AND status <> 'withdrawn')
            OR EXISTS (SELECT FROM programmes_membership m JOIN programmes_cohort k ON k.id = m.cohort_id
                        WHERE m.person_id = %(person)s AND m.status <> 'withdrawn' AND c.slug = ANY(k.courses)))
"""


def enrolments_of(actor: User) -> QuerySet[Any, dict[str, Any]]:
    closed = Q(closes_at__isnull=False, closes_at__lte=now())
    rows: QuerySet[Any, dict[str, Any]] = enrolments_visible_to(actor).values(*FACT_FIELDS, **FACTS, is_closed=closed)
    return rows


def live_enrolment(actor: User, course_id: UUID) -> EnrolmentFacts | None:
    rows = enrolments_of(actor).filter(course=course_id).exclude(status=EnrolmentStatus.WITHDRAWN)
    row = rows.first()
    return EnrolmentFacts(**row) if row else None


def enrolment_of(actor: User, enrolment_id: UUID) -> dict[str, Any]:
    """With the lessons of its version that are done, required or not, for a learner who goes on with another phone."""
    found = enrolments_of(actor).filter(id=enrolment_id).first()
    if found is None:
        raise NotFound
    own = LessonProgress.objects.filter(enrolment=enrolment_id, lesson__version=F("enrolment__version"))
    done = own.order_by("recorded_at", "lesson")
    return {**found, "lessons_done": list(done.values_list("lesson", flat=True))}


def outline_for(actor: Caller, slug: str) -> tuple[Outline, bool]:
    """The version of the caller's enrolment and True, else the newest published one and False."""
    version_id, own = _version_for(actor, slug)
    return outline_of(version_id), own


def lessons_found(actor: Caller, slug: str, words: str, language: str) -> tuple[QuerySet[Any, dict[str, Any]], bool]:
    """The lessons of that version that say all the words, and again whether it is the caller's own."""
    version_id, own = _version_for(actor, slug)
    return lessons_saying(version_id, words, language), own


def version_for(actor: Caller, slug: str) -> CourseVersion:
    """The same version, with what is said about it."""
    version_id, _ = _version_for(actor, slug)
    return CourseVersion.objects.get(id=version_id)


def _version_for(actor: Caller, slug: str) -> tuple[UUID, bool]:
    if isinstance(actor, User):
        mine = enrolments_visible_to(actor).filter(course__slug=slug).exclude(status=EnrolmentStatus.WITHDRAWN)
        if version_id := mine.values_list("version", flat=True).first():
            return version_id, True
    newest = get_course_for(actor, slug).published_version_id
    if newest is None:
        raise NotFound
    return newest, False


def read_lesson(actor: Caller, lesson_id: UUID, language: str) -> ReadLesson:
    """In one statement: of a published version, for whoever may see its course or is enrolled in that version."""
    with prepared() as cursor:
        cursor.execute(
            READ,
            {
                "lesson": lesson_id,
                "languages": [language, *FALLBACK],
                "person": actor.pk,
                "everything": sees_every_course(actor),
            },
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound if isinstance(actor, User) else Unauthenticated
    return ReadLesson(row[0], row[1], orjson.loads(row[2]), row[3], row[4], orjson.loads(row[5]))


def place_of(lesson_id: UUID) -> Place:
    """Of a lesson of a published version."""
    outline = outline_of(Lesson.objects.values_list("version", flat=True).get(id=lesson_id))
    lessons = [lesson for module in outline.modules for lesson in module.lessons]
    here = next(place for place, lesson in enumerate(lessons) if lesson.id == lesson_id)
    return Place(
        outline.course,
        lessons[here - 1] if here else None,
        lessons[here + 1] if here + 1 < len(lessons) else None,
    )


def versions_of(actor: User, slug: str) -> QuerySet[Any, dict[str, Any]]:
    """A course's versions, drafts included, each with how many learn in it and have completed it."""
    versions = versions_visible_to(actor, slug)
    if not versions.exists():
        raise NotFound
    rows: QuerySet[Any, dict[str, Any]] = versions.annotate(
        is_current=Q(id=F("course__published_version")),
        under_way=_learners(EnrolmentStatus.ACTIVE),
        completed=_learners(EnrolmentStatus.COMPLETED),
        sender=doer_of("course_version_drafted"),
        sent_by=name_by_id("sender"),
    ).values(*VERSION_FIELDS)
    return rows


def _learners(status: EnrolmentStatus) -> Func:
    enrolments = Enrolment.objects.filter(version=OuterRef("pk"), status=status)
    return Coalesce(Subquery(enrolments.values("version").annotate(count=Count("id")).values("count")), 0)


def version_outline(actor: User, slug: str, number: int) -> Outline:
    """Of any version, as its learners see it or would."""
    return outlined(get_version_for(actor, slug, number))


def read_lesson_of(actor: User, slug: str, number: int, lesson_id: UUID, language: str) -> ReadLesson:
    """Of any version, as its learners read it or would."""
    version = get_version_for(actor, slug, number)
    texts = LessonContent.objects.select_related("lesson").filter(lesson=lesson_id, lesson__version=version)
    held = {text.language: text for text in texts}
    text = next((held[code] for code in (language, *FALLBACK) if code in held), None)
    if text is None:
        raise NotFound
    return ReadLesson(text.lesson.id, text.lesson.key, text.lesson.title, text.language, text.html, text.media)


def twin_of(lesson_id: UUID, enrolment_id: UUID, person_id: UUID) -> UUID | None:
    mine = Enrolment.objects.filter(id=enrolment_id, person=person_id).first()
    twin = lesson_now(mine, lesson_id) if mine else None
    return UUID(twin.id) if twin else None


def lesson_now(enrolment: Enrolment, lesson_id: UUID) -> LessonFact | None:
    """What a lesson of any published version of her course means to a learner: that of the same key in her own version."""
    own, lesson = lessons_in(enrolment.version_id), str(lesson_id)
    return own.meant(lesson, enrolment.course_id, {} if lesson in own.by_id else keys_of([lesson]))


@lru_cache(maxsize=512)
def lessons_in(version_id: UUID) -> Lessons:
    """Of a published version, which never changes: kept in process."""
    rows = Lesson.objects.filter(version=version_id).values_list("key", "id", "kind")
    facts = {key: LessonFact(str(lesson_id), kind) for key, lesson_id, kind in rows}
    return Lessons({fact.id: fact for fact in facts.values()}, facts)


def keys_of(lessons: Collection[str]) -> dict[str, tuple[UUID, str]]:
    """The course and the key of each that was ever published."""
    rows = Lesson.objects.filter(id__in=lessons, version__published_at__isnull=False)
    found = rows.values_list("id", "version__course", "key")
    return {str(lesson_id): (course_id, key) for lesson_id, course_id, key in found}
