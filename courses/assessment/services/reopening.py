"""One more attempt for a learner who has used up hers, and how it is taken back as long as she hasn't begun it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from courses.assessment.errors import NoAttemptToGive, NoQuiz
from courses.assessment.models import ExtraAttempt
from courses.assessment.rules.attempts import Bar
from courses.assessment.selectors import at_quiz
from courses.assessment.services.standing import Standing, exceeds, standing_of
from courses.catalogue.enums import LessonKind
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import ReopeningUsed
from courses.enrolment.models import Enrolment
from courses.enrolment.policies import get_managed_enrolment
from courses.enrolment.selectors import lesson_now
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.audit.services import record
from foundation.kernel.clock import now as present
from foundation.kernel.errors import NotFound
from foundation.outbox import publish
from foundation.outbox.events.courses import QuizReopened


@dataclass(frozen=True, slots=True)
class Reopened:
    """`used` attempts of those `allowed`, None for any number."""

    enrolment: UUID
    lesson: UUID
    used: int
    allowed: int | None

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else self.allowed - self.used


@transaction.atomic
def give_attempt(*, actor: User, enrolment_id: UUID, lesson_id: UUID, now: datetime | None = None) -> Reopened:
    """Whoever gives one at the same moment waits, and finds that she has one. What is passed stays passed."""
    moment = now or present()
    enrolment, quiz_id, standing = _standing_for(actor, enrolment_id, lesson_id, moment)
    if enrolment.status == EnrolmentStatus.WITHDRAWN or standing.opened or standing.bar(moment) != Bar.USED_UP:
        raise NoAttemptToGive
    ExtraAttempt.objects.create(enrolment=enrolment, lesson_id=quiz_id)
    deed = _record(actor, "quiz_reopened", enrolment_id, quiz_id)
    publish(
        QuizReopened(
            reopening_id=deed.id,
            enrolment_id=enrolment_id,
            person_id=enrolment.person_id,
            course_slug=enrolment.course.slug,
            course_titles=enrolment.course.title,
        )
    )
    given = replace(standing, extra=standing.extra + 1)
    return Reopened(enrolment_id, quiz_id, len(given.attempts), given.allowed)


@transaction.atomic
def take_attempt_back(*, actor: User, enrolment_id: UUID, lesson_id: UUID, now: datetime | None = None) -> None:
    """The one that was given last."""
    _, quiz_id, standing = _standing_for(actor, enrolment_id, lesson_id, now or present())
    last = at_quiz(ExtraAttempt.objects.filter(enrolment=enrolment_id), quiz_id).order_by("-id").first()
    if last is None:
        raise NotFound
    if exceeds(standing.quiz, len(standing.attempts) - standing.extra + 1):
        raise ReopeningUsed
    last.delete()
    _record(actor, "quiz_closed_again", enrolment_id, quiz_id)


def _standing_for(actor: User, enrolment_id: UUID, lesson_id: UUID, now: datetime) -> tuple[Enrolment, UUID, Standing]:
    """Of a learner whose enrolment is the actor's to manage, locked: nobody begins an attempt meanwhile."""
    enrolment = get_managed_enrolment(actor, enrolment_id)
    hers = lesson_now(enrolment, lesson_id)
    if hers is None:
        raise NotFound
    if hers.kind != LessonKind.QUIZ:
        raise NoQuiz
    quiz_id = UUID(hers.id)
    return enrolment, quiz_id, standing_of(enrolment, quiz_id, now, awaits=True)


def _record(actor: User, deed: str, enrolment_id: UUID, lesson_id: UUID) -> Record:
    return record(
        actor_id=actor.id,
        action=f"enrolment.{deed}",
        subject_type="enrolment",
        subject_id=enrolment_id,
        details={"lesson": str(lesson_id)},
    )
