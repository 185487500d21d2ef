"""The hot path of learning: what a learner has done, in at most three statements."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import EnrolmentWithdrawn
from courses.enrolment.rules import completes, settled_time
from courses.enrolment.selectors import EnrolmentFacts
from foundation.accounts.models import User
from foundation.kernel.clock import now as present
from foundation.kernel.errors import NotFound
from foundation.kernel.statements import prepared
from foundation.outbox import publish
from foundation.outbox.events.courses import CourseCompleted

LOCK = """
    SELECT c.slug, v.number, e.status, e.done, e.total, e.enrolled_at, e.completed_at,
           l.required, e.course_id, e.version_id
      FROM enrolment_enrolment e
      JOIN catalogue_course c ON c.id = e.course_id
      JOIN catalogue_courseversion v ON v.id = e.version_id
      JOIN catalogue_lesson l ON l.version_id = e.version_id
     WHERE e.id = %s AND e.person_id = %s AND l.id = %s
       FOR NO KEY UPDATE OF e
"""
ADD = """
    INSERT INTO enrolment_lessonprogress (enrolment_id, lesson_id, completed_at, recorded_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT DO NOTHING
"""
ADVANCE = "UPDATE enrolment_enrolment SET done = %s, status = %s, completed_at = %s WHERE id = %s"


@transaction.atomic
def complete_lesson(
    *,
    actor: User,
    enrolment_id: UUID,
    lesson_id: UUID,
    completed_at: datetime | None = None,
    now: datetime | None = None,
) -> EnrolmentFacts:
    """Doing it again changes nothing. The last required lesson completes the course, which is said once."""
    moment = now or present()
    with prepared() as cursor:
        cursor.execute(LOCK, [enrolment_id, actor.id, lesson_id])
        row = cursor.fetchone()
        if row is None:
            raise NotFound
        facts = EnrolmentFacts(enrolment_id, *row[:7])
        required, course_id, version_id = row[7:]
        if facts.status == EnrolmentStatus.WITHDRAWN:
            raise EnrolmentWithdrawn
        told = settled_time(completed_at, enrolled_at=facts.enrolled_at, now=moment)
        cursor.execute(ADD, [enrolment_id, lesson_id, told, moment])
        if cursor.rowcount == 0 or not required:
            return facts
        facts = advanced(facts, moment)
        cursor.execute(ADVANCE, [facts.done, facts.status, facts.completed_at, enrolment_id])
    if facts.status == EnrolmentStatus.COMPLETED:
        publish(
            CourseCompleted(
                enrolment_id=enrolment_id,
                person_id=actor.id,
                course_id=course_id,
                course_slug=facts.slug,
                version_id=version_id,
                completed_at=moment,
            )
        )
    return facts


def advanced(facts: EnrolmentFacts, moment: datetime) -> EnrolmentFacts:
    """One required lesson further."""
    done = facts.done + 1
    complete = completes(done=done, total=facts.total)
    return replace(
        facts,
        done=done,
        status=EnrolmentStatus.COMPLETED.value if complete else facts.status,
        completed_at=moment if complete else facts.completed_at,
    )
