from datetime import datetime
from uuid import UUID

from foundation.outbox.events.base import Event, event


@event("mentoring.project_submitted.v1")
class ProjectSubmitted(Event):
    submission_id: UUID
    project_id: UUID


@event("mentoring.submission_reviewed.v1")
class SubmissionReviewed(Event):
    """`person_ids` are the project's team; `decision` is accepted, revise or declined."""

    review_id: UUID
    submission_id: UUID
    project_id: UUID
    decision: str
    person_ids: list[UUID]


@event("mentoring.project_accepted.v1")
class ProjectAccepted(Event):
    project_id: UUID
    submission_id: UUID
    call_id: UUID
    accepted_at: datetime
