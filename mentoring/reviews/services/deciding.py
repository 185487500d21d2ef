from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.outbox import publish
from foundation.outbox.events.mentoring import SubmissionReviewed
from mentoring.projects.enums import Decision
from mentoring.projects.policies import require_contact, team_of
from mentoring.projects.services import decide
from mentoring.reviews.enums import ReviewMove, ReviewStatus
from mentoring.reviews.errors import ReviewIncomplete, field_errors
from mentoring.reviews.models import Review
from mentoring.reviews.rules import TRANSITIONS, missing
from mentoring.reviews.services.drafting import worth
from mentoring.reviews.services.leases import lock_live


@transaction.atomic
def submit_review(*, actor: User, review_id: UUID, now: datetime) -> Review:
    """Send the decision out, once. A lease past its time that nobody has freed is still the mentor's to submit. Nothing
    goes to a learner who may have no contact with mentors."""
    review = lock_live(actor, review_id)
    require_contact(review.submission.project)
    if faults := _missing(review):
        raise ReviewIncomplete(errors=field_errors(faults))
    review.status, review.submitted_at = TRANSITIONS[ReviewStatus.DRAFT, ReviewMove.SUBMIT], now
    review.advance(["status", "submitted_at"])
    decide(submission_id=review.submission_id, decision=Decision(review.decision), now=now, mentor_id=actor.id)
    _announce(review)
    record(actor_id=actor.id, action="review.submitted", subject_type="review", subject_id=review.id)
    return review


def _missing(review: Review) -> list[tuple[str, str]]:
    words = {"decision": review.decision, "feedback": review.feedback}
    return missing(review.scores, worth(review), remarks=review.remarks, **words)


def _announce(review: Review) -> None:
    project = review.submission.project
    publish(
        SubmissionReviewed(
            review_id=review.id,
            submission_id=review.submission_id,
            project_id=project.id,
            decision=review.decision,
            person_ids=team_of(project.id),
        )
    )
