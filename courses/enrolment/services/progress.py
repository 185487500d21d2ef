"""The hot path of learning: what a learner has done, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import DeadlinePassed, EnrolmentWithdrawn, QuizNotPassed
from courses.enrolment.selectors import EnrolmentFacts, twin_of
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.clock import now as present
from foundation.kernel.errors import NotFound
from foundation.kernel.statements import prepared
from foundation.outbox import publish
from foundation.outbox.events.courses import CourseCompleted, LearningStarted

# The row lock makes one learner's completions take turns; whoever waited for it sees the row as it is then, and so all that
# completes is counted in the row. The first step, and one that completes the course (as `rules.standing` says), are only
# taken with `telling`, in a transaction that can say so. A quiz is done when it is `passed`, and not before.
STEP = """
    WITH mine AS (
        SELECT e.*, l.id AS lesson_id, l.required::int AS counts, (l.required AND l.kind = 'quiz')::int AS examines,
               l.kind = 'quiz' AND NOT %(passed)s
               AND NOT EXISTS (SELECT FROM enrolment_lessonprogress p WHERE p.enrolment_id = e.id AND p.lesson_id = l.id)
               AS unpassed,
               coalesce(e.closes_at <= greatest(e.enrolled_at, least(%(told)s, %(now)s)), false) AND NOT %(passed)s
               AND NOT EXISTS (SELECT FROM enrolment_lessonprogress p WHERE p.enrolment_id = e.id AND p.lesson_id = l.id)
               AS late,
               e.status = 'active' AND l.required AND e.done + 1 >= e.needed
               AND e.quizzes_left = (l.kind = 'quiz')::int AS completes
          FROM enrolment_enrolment e
          JOIN catalogue_lesson l ON l.version_id = e.version_id
         WHERE e.id = %(enrolment)s AND e.person_id = %(person)s AND l.id = %(lesson)s
           FOR NO KEY UPDATE OF e
    ), step AS (
        SELECT *, status <> 'withdrawn' AND (%(telling)s OR started_at IS NOT NULL AND NOT completes) AS goes FROM mine
    ), added AS (
        INSERT INTO enrolment_lessonprogress (enrolment_id, lesson_id, completed_at, recorded_at)
        SELECT id, lesson_id, greatest(enrolled_at, least(%(told)s, %(now)s)), %(now)s
          FROM step WHERE goes AND NOT unpassed AND NOT late
            ON CONFLICT DO NOTHING
        RETURNING lesson_id
    ), moved AS (
        UPDATE enrolment_enrolment e
           SET done = e.done + step.counts, quizzes_left = e.quizzes_left - step.examines,
               started_at = coalesce(e.started_at, %(now)s), active_at = greatest(e.active_at, %(now)s),
               status = CASE WHEN step.completes THEN 'completed' ELSE e.status END,
               completed_at = CASE WHEN step.completes THEN %(now)s ELSE e.completed_at END
          FROM step JOIN added USING (lesson_id)
         WHERE e.id = step.id
        RETURNING e.done, e.status, e.completed_at
    )
    SELECT step.id, c.slug, v.number, coalesce(moved.status, step.status), coalesce(moved.done, step.done), step.total,
           step.needed, step.enrolled_at, coalesce(moved.completed_at, step.completed_at),
           step.due_at, coalesce(step.closes_at <= %(now)s, false),
           step.unpassed, step.late, step.closes_at, step.goes, step.started_at IS NULL AND moved.done IS NOT NULL,
           step.completes AND moved.done IS NOT NULL, step.course_id, step.version_id
      FROM step
      JOIN catalogue_course c ON c.id = step.course_id
      JOIN catalogue_courseversion v ON v.id = step.version_id
      LEFT JOIN moved ON true
"""


@dataclass(frozen=True, slots=True)
class Step:
    """`unpassed`: it is a quiz that was not passed; `late`: it was done when nothing counted any more, from `closes_at` on;
    `goes`: it could be taken; `starts`: it was, as the first; `finishes`: it was, and completed the course."""

    facts: EnrolmentFacts
    unpassed: bool
    late: bool
    closes_at: datetime | None
    goes: bool
    starts: bool
    finishes: bool
    course_id: UUID
    version_id: UUID


def complete_lesson(
    *,
    actor: User,
    enrolment_id: UUID,
    lesson_id: UUID,
    completed_at: datetime | None = None,
    now: datetime | None = None,
) -> EnrolmentFacts:
    """Doing it again changes nothing. The lesson with which she has done enough completes the course, which is said once.

    `completed_at`, by the learner's clock, is kept between her enrolment and now: a phone may be wrong by hours, and no
    progress is lost for that. Whether it was in time is judged by it, too.
    """
    require(actor, Purpose.LEARNING)
    moment = now or present()
    values = {
        "enrolment": enrolment_id,
        "person": actor.id,
        "lesson": lesson_id,
        "told": completed_at or moment,
        "now": moment,
        "passed": False,
    }
    step = _step(values, telling=False)
    if not step.goes:
        with transaction.atomic():
            step = _telling_step(values)
    if step.late and step.closes_at:
        raise DeadlinePassed(step.closes_at, actor)
    return step.facts


def pass_quiz(*, person_id: UUID, enrolment_id: UUID, lesson_id: UUID, passed_at: datetime, now: datetime) -> None:
    """Complete a lesson whose quiz was passed, in the transaction that graded it: that a grade is told here without its
    lesson, or the other way round, can't be."""
    values = {"enrolment": enrolment_id, "person": person_id, "lesson": lesson_id, "told": passed_at, "now": now}
    _telling_step({**values, "passed": True})


def _telling_step(values: dict[str, Any]) -> Step:
    step = _step(values, telling=True)
    facts, person_id = step.facts, values["person"]
    if step.starts:
        publish(LearningStarted(enrolment_id=facts.id, person_id=person_id, course_slug=facts.slug))
    if step.finishes:
        publish(
            CourseCompleted(
                enrolment_id=facts.id,
                person_id=person_id,
                course_id=step.course_id,
                course_slug=facts.slug,
                version_id=step.version_id,
                completed_at=values["now"],
            )
        )
    return step


def _step(values: dict[str, Any], *, telling: bool) -> Step:
    with prepared() as cursor:
        cursor.execute(STEP, {**values, "telling": telling})
        row = cursor.fetchone()
    if row is None:
        return _step({**values, "lesson": _twin(values)}, telling=telling)
    facts, rest = EnrolmentFacts(*row[:11]), row[11:]
    if facts.status == EnrolmentStatus.WITHDRAWN:
        raise EnrolmentWithdrawn
    step = Step(facts, *rest)
    if step.unpassed:
        raise QuizNotPassed
    return step


def _twin(values: dict[str, Any]) -> UUID:
    """She was moved to another version, and her phone, or what was asked before, doesn't know it yet."""
    twin = twin_of(values["lesson"], values["enrolment"], values["person"])
    if twin is None:
        raise NotFound
    return twin
