"""What quizzes mean for an enrolment before one is passed."""

from datetime import datetime
from uuid import UUID

from courses.enrolment.errors import DeadlinePassed
from courses.enrolment.rules import is_closed
from foundation.accounts.models import User
from foundation.kernel.errors import NotFound
from foundation.kernel.statements import run
from foundation.outbox import publish
from foundation.outbox.events.courses import LearningStarted

TAKE_PART = """
    WITH mine AS (
        SELECT e.id, e.person_id, e.started_at, e.closes_at, c.slug
          FROM enrolment_enrolment e JOIN catalogue_course c ON c.id = e.course_id
         WHERE e.id = %(enrolment)s FOR NO KEY UPDATE OF e
    ), moved AS (
        UPDATE enrolment_enrolment e
           SET started_at = coalesce(e.started_at, %(now)s), active_at = greatest(e.active_at, %(now)s)
          FROM mine WHERE e.id = mine.id
    )
    SELECT person_id, slug, started_at IS NULL, closes_at FROM mine
"""


def take_part(*, enrolment_id: UUID, now: datetime, beginner: User | None = None) -> None:
    """Somebody began a quiz, or handed one in: she has started then, and her enrolment is no more dropped as if she had never
    been there. In the transaction that writes her attempt; a `beginner` has to be in time."""
    rows = run(TAKE_PART, {"enrolment": enrolment_id, "now": now})
    if not rows:
        raise NotFound
    person_id, slug, starts, closes_at = rows[0]
    if beginner and is_closed(closes_at, now):
        raise DeadlinePassed(closes_at, beginner)
    if starts:
        publish(LearningStarted(enrolment_id=enrolment_id, person_id=person_id, course_slug=slug))
