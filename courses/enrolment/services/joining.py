"""Enrolling people in courses, set by set."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from courses.catalogue.models import Course
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.outbox import publish
from foundation.outbox.events.courses import Enrolled

CHUNK = 500
REOPEN = """
    UPDATE enrolment_enrolment SET status = 'active', withdrawn_at = NULL
     WHERE status = 'withdrawn' AND id IN (
           SELECT DISTINCT ON (person_id, course_id) id FROM enrolment_enrolment e
            WHERE person_id = ANY(%(people)s) AND course_id = ANY(%(courses)s)
              AND NOT EXISTS (SELECT FROM enrolment_enrolment live WHERE live.person_id = e.person_id
                                 AND live.course_id = e.course_id AND live.status <> 'withdrawn')
            ORDER BY person_id, course_id, id DESC)
"""
MISSING = """
    SELECT person, course FROM unnest(%(people)s::uuid[]) person CROSS JOIN unnest(%(courses)s::uuid[]) course
     WHERE NOT EXISTS (SELECT FROM enrolment_enrolment WHERE person_id = person AND course_id = course)
"""
ADD = """
    INSERT INTO enrolment_enrolment (id, created_at, person_id, course_id, version_id, status, done, total, enrolled_at)
    SELECT new.id, %(now)s, new.person, c.id, c.published_version_id, 'active', 0,
           (SELECT count(*) FROM catalogue_lesson WHERE version_id = c.published_version_id AND required), %(now)s
      FROM unnest(%(ids)s::uuid[], %(people)s::uuid[], %(courses)s::uuid[]) new (id, person, course)
      JOIN catalogue_course c ON c.id = new.course AND c.published_version_id IS NOT NULL
    ON CONFLICT DO NOTHING
    RETURNING id, person_id, course_id
"""


def join(*, people: Sequence[UUID], courses: Sequence[UUID], reopen: bool) -> int:
    """Enrol each of `people` in the published version of each of `courses`, and say so for each that is new.

    Whoever withdrew is let in again, with what she had done, only if `reopen`. Returns how many are new.
    """
    fresh = 0
    for start in range(0, len(people), CHUNK):
        chunk = {"people": list(people[start : start + CHUNK]), "courses": list(courses)}
        if reopen:
            _execute(REOPEN, chunk)
        fresh += _add_missing(chunk)
    return fresh


def _add_missing(chunk: dict[str, Any]) -> int:
    pairs = _execute(MISSING, chunk)
    if not pairs:
        return 0
    people, courses = map(list, zip(*pairs, strict=True))
    rows = {"ids": [new_id() for _ in pairs], "people": people, "courses": courses, "now": now()}
    added = _execute(ADD, rows)
    _announce(added)
    return len(added)


def _announce(added: list[tuple[UUID, UUID, UUID]]) -> None:
    for course in Course.objects.filter(id__in={course_id for _, _, course_id in added}).order_by("id"):
        fresh = [(enrolment_id, person_id) for enrolment_id, person_id, course_id in added if course_id == course.id]
        publish(
            Enrolled(
                course_id=course.id,
                course_slug=course.slug,
                course_titles=course.title,
                enrolment_ids=[enrolment_id for enrolment_id, _ in fresh],
                person_ids=[person_id for _, person_id in fresh],
            )
        )


def _execute(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
