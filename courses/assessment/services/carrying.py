"""What an attempt counts for is the quiz, whichever version it was begun in (`selectors.at_quiz`). When its learner has moved
on, all that is left to do is to tidy up."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from courses.assessment.enums import AttemptStatus
from courses.assessment.models import Attempt, ExtraAttempt
from courses.assessment.services.closing import close, complete
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment, LessonProgress
from foundation.kernel.clock import now as present
from foundation.kernel.statements import among, run

CARRY = """
    UPDATE {table} a SET lesson_id = fresh.id
      FROM enrolment_enrolment e, catalogue_lesson was, catalogue_lesson fresh
     WHERE a.enrolment_id = ANY(%(enrolments)s::uuid[]) AND e.id = a.enrolment_id AND was.id = a.lesson_id
       AND was.version_id <> e.version_id AND fresh.version_id = e.version_id
       AND fresh.key = was.key AND fresh.extra_hash = was.extra_hash
"""


@transaction.atomic
def carry_attempts(*, enrolments: Collection[UUID], now: datetime | None = None) -> None:
    """To the version that each learner follows by now. An attempt that is open at a quiz which isn't there any more is ended;
    what she has passed is done, though she may have passed it some versions ago. Again changes nothing."""
    moment = now or present()
    held = _locked(enrolments)
    for model in (Attempt, ExtraAttempt):
        run(CARRY.format(table=model._meta.db_table), {"enrolments": held})
    hers = Attempt.objects.filter(among("enrolment", held)).exclude(enrolment__status=EnrolmentStatus.WITHDRAWN)
    for attempt in _strays(hers):
        close(Attempt.objects.filter(id=attempt.id), moment)
    for attempt in _undone(hers.select_related("enrolment")):
        complete(attempt, attempt.lesson_id, moment)


def _locked(enrolments: Collection[UUID]) -> list[UUID]:
    """As by whoever grades: an attempt that is being closed is carried over as it is then."""
    rows = Enrolment.objects.filter(among("id", enrolments)).order_by("id")
    return [row.id for row in rows.select_for_update(of=("self",), no_key=True).only("id")]


def _strays(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    return attempts.filter(status=AttemptStatus.OPEN).exclude(lesson__version=F("enrolment__version"))


def _undone(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    done = LessonProgress.objects.filter(enrolment=OuterRef("enrolment"), lesson=OuterRef("lesson"))
    return attempts.filter(~Exists(done), passed=True, lesson__version=F("enrolment__version"))
