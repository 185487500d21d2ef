"""Work that closes to a mentor goes back to the queue."""

from foundation.kernel.clock import now
from foundation.outbox import subscribe
from foundation.outbox.events.mentoring import (
    ConflictDeclared,
    MentorSuspended,
    ProjectSubmitted,
    SubmissionWithdrawn,
    VettingDecided,
)
from mentoring.reviews import services


@subscribe(MentorSuspended, queue="default")
def free_leases(event: MentorSuspended) -> None:
    services.free_what_closed(person_id=event.person_id, now=now())


@subscribe(VettingDecided, queue="default")
def free_leases_of_revoked(event: VettingDecided) -> None:
    services.free_what_closed(person_id=event.person_id, now=now())


@subscribe(ConflictDeclared, queue="default")
def free_leases_in_conflict(event: ConflictDeclared) -> None:
    services.free_what_closed(person_id=event.person_id, now=now())


@subscribe(ProjectSubmitted, queue="default")
def make_forecast(event: ProjectSubmitted) -> None:
    services.make_forecast(submission_id=event.submission_id, now=now())


@subscribe(SubmissionWithdrawn, queue="default")
def forget_told(event: SubmissionWithdrawn) -> None:
    services.forget_told(submission_id=event.submission_id, before=event.withdrawn_at)
