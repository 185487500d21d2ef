"""A safeguarding officer keeps a mentor away from young people, at once."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.accounts.services import end_sessions
from foundation.audit.services import record
from foundation.outbox import publish
from foundation.outbox.events.mentoring import MentorReinstated, MentorSuspended
from foundation.programmes.policies import one
from mentoring.mentors.errors import AlreadySuspended
from mentoring.mentors.models import Suspension
from mentoring.mentors.policies import lock_overseen, suspensions_visible_to


@transaction.atomic
def suspend(*, actor: User, mentor_id: UUID, reason: str, now: datetime, note: str = "") -> Suspension:
    """Whatever the mentor is about to do with a young person's work waits for the same row, and then finds nothing. What they
    held is freed by whoever hears of it."""
    mentor = lock_overseen(actor, mentor_id)
    suspension = Suspension(mentor=mentor, reason=reason, note=note, suspended_by=actor, created_at=now)
    try:
        with transaction.atomic():
            suspension.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadySuspended from error
    end_sessions(person_id=mentor.person_id, now=now)
    _record(actor, suspension, "suspended", reason=reason)
    publish(MentorSuspended(suspension_id=suspension.id, mentor_id=mentor.id, person_id=mentor.person_id))
    return suspension


@transaction.atomic
def lift_suspension(*, actor: User, mentor_id: UUID, now: datetime) -> None:
    """The desk comes back, and nothing else."""
    mentor = lock_overseen(actor, mentor_id)
    suspension = one(suspensions_visible_to(actor, mentor_id))
    suspension.lifted_at, suspension.lifted_by = now, actor
    suspension.save(update_fields=["lifted_at", "lifted_by"])
    _record(actor, suspension, "reinstated")
    publish(MentorReinstated(suspension_id=suspension.id, person_id=mentor.person_id))


def _record(actor: User, suspension: Suspension, deed: str, **details: str) -> None:
    record(
        actor_id=actor.id,
        action=f"mentor.{deed}",
        subject_type="mentor",
        subject_id=suspension.mentor_id,
        details=details or None,
    )
