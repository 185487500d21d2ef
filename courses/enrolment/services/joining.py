"""Enrolling people in courses, set by set."""

from collections.abc import Sequence
from itertools import product
from uuid import UUID

from courses.catalogue.models import Course
from courses.enrolment.services.deadlines import DUE
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.statements import run
from foundation.outbox import publish
from foundation.outbox.events.courses import Enrolled

CHUNK = 1000
REOPEN = """
    UPDATE enrolment_enrolment SET status = 'active', withdrawn_at = NULL
     WHERE status = 'withdrawn' AND id IN (
           SELECT DISTINCT ON (person_id, course_id) id FROM enrolment_enrolment e
            WHERE person_id = ANY(%(people)s) AND course_id = ANY(%(courses)s)
              AND NOT EXISTS (SELECT FROM enrolment_enrolment live WHERE live.person_id = e.person_id
                                 AND live.course_id = e.course_id AND live.status <> 'withdrawn')
            ORDER BY person_id, course_id, id DESC)
"""
# What suffices is as `rules.needed` says. What they have is read once, by the index of people: with statistics older than
# the table, a look for each pair may go through all enrolments of the course.
ADD = f"""
    WITH offered AS MATERIALIZED (
        SELECT c.id, c.slug, c.prerequisites, v.id AS version_id, v.share, asked.total, asked.quizzes
          FROM catalogue_course c
          JOIN catalogue_courseversion v ON v.id = c.published_version_id
         CROSS JOIN LATERAL (SELECT count(*) AS total, count(*) FILTER (WHERE kind = 'quiz') AS quizzes
                               FROM catalogue_lesson WHERE version_id = v.id AND required) asked
         WHERE c.id = ANY(%(offered)s)
    ), held AS MATERIALIZED (
        SELECT person_id, course_id, status FROM enrolment_enrolment WHERE person_id = ANY(%(people)s)
    )
    INSERT INTO enrolment_enrolment
           (id, created_at, person_id, course_id, version_id, status, done, total, needed, quizzes_left, enrolled_at,
            due_at, closes_at)
    SELECT new.id, %(now)s, new.person, offered.id, offered.version_id, 'active', 0, offered.total,
           greatest((offered.total * offered.share + 99) / 100, offered.quizzes), offered.quizzes, %(now)s,
           due.due_at, due.closes_at
      FROM unnest(%(ids)s::uuid[], %(people)s::uuid[], %(courses)s::uuid[]) new (id, person, course)
      JOIN offered ON offered.id = new.course
      LEFT JOIN LATERAL ({DUE.format(person="new.person", slug="offered.slug", extended="NULL::date")}) due ON true
     WHERE NOT EXISTS (SELECT FROM held WHERE held.person_id = new.person AND held.course_id = new.course)
       AND (%(unasked)s OR offered.prerequisites <@ ARRAY(
            SELECT done.slug FROM held JOIN catalogue_course done ON done.id = held.course_id
             WHERE held.person_id = new.person AND held.status = 'completed'))
    ON CONFLICT DO NOTHING
    RETURNING id, person_id, course_id
"""  # noqa: S608


def join(*, people: Sequence[UUID], courses: Sequence[UUID], reopen: bool, only_ready: bool = False) -> int:
    """Enrol each of `people` in the published version of each of `courses`, and say so for each that is new.

    Whoever withdrew is let in again, with what she had done, only if `reopen`. With `only_ready` nobody is new who hasn't
    completed what the course asks for. Returns how many are new.
    """
    fresh = 0
    for start in range(0, len(people) if courses else 0, CHUNK):
        chunk = people[start : start + CHUNK]
        if reopen:
            run(REOPEN, {"people": list(chunk), "courses": list(courses)})
        fresh += _add_missing(chunk, courses, only_ready)
    return fresh


def _add_missing(people: Sequence[UUID], courses: Sequence[UUID], only_ready: bool) -> int:
    pairs = list(product(people, courses))
    rows = {
        "ids": [new_id() for _ in pairs],
        "people": [person for person, _ in pairs],
        "courses": [course for _, course in pairs],
        "offered": list(courses),
        "unasked": not only_ready,
        "now": now(),
    }
    added = run(ADD, rows)
    if added:
        _announce(added)
    return len(added)


def _announce(added: Sequence[tuple[UUID, UUID, UUID]]) -> None:
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
