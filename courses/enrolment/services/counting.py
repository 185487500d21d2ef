"""Counting anew what learners have done in a version, by the hundred. Their rows are locked: what is read in a statement after
that is all that they have written."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from courses.catalogue.models import CourseVersion
from courses.enrolment.rules import Asked, Standing, standing
from foundation.kernel.statements import run
from foundation.outbox.events.courses import CourseCompleted

DONE = """
    SELECT enrolment_id, lesson_id FROM enrolment_lessonprogress
     WHERE enrolment_id = ANY(%(enrolments)s::uuid[]) AND lesson_id = ANY(%(required)s::uuid[])
"""
SET = """
    UPDATE enrolment_enrolment e
       SET version_id = %(version)s, done = fresh.done, total = fresh.total, needed = fresh.needed,
           quizzes_left = fresh.quizzes_left,
           status = CASE WHEN fresh.finished THEN 'completed' ELSE e.status END,
           completed_at = CASE WHEN fresh.finished THEN %(now)s ELSE e.completed_at END
      FROM unnest(%(enrolments)s::uuid[], %(done)s::int[], %(total)s::int[], %(needed)s::int[], %(quizzes_left)s::int[],
                  %(finished)s::bool[]) fresh (id, done, total, needed, quizzes_left, finished)
     WHERE e.id = fresh.id
"""


def standings_of(enrolments: Collection[UUID], asked: Asked) -> dict[UUID, Standing]:
    done: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for enrolment_id, lesson_id in run(DONE, {"enrolments": list(enrolments), "required": list(asked.required)}):
        done[enrolment_id].add(lesson_id)
    return {enrolment_id: standing(asked, done[enrolment_id]) for enrolment_id in enrolments}


def set_standings(
    version_id: UUID, standings: Mapping[UUID, Standing], finished: Collection[UUID], now: datetime
) -> None:
    """In this version; those who have `finished` complete it now."""
    counts = {
        name: [getattr(standing, name) for standing in standings.values()]
        for name in ("done", "total", "needed", "quizzes_left")
    }
    completed = [enrolment_id in finished for enrolment_id in standings]
    values = {"version": version_id, "now": now, "enrolments": list(standings), "finished": completed}
    run(SET, {**values, **counts})


def completions(version: CourseVersion, finished: Mapping[UUID, UUID], now: datetime) -> Iterator[CourseCompleted]:
    """`finished`: the person of each enrolment."""
    for enrolment_id, person_id in finished.items():
        yield CourseCompleted(
            enrolment_id=enrolment_id,
            person_id=person_id,
            course_id=version.course_id,
            course_slug=version.course.slug,
            version_id=version.id,
            completed_at=now,
        )
