from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.outbox import publish
from foundation.outbox.events.mentoring import SubmissionReviewed
from mentoring.projects.enums import Decision
from mentoring.projects.models import Project, Submission
from mentoring.projects.policies import require_contact, team_of
from mentoring.projects.selectors import how_reviewed, stage_titles
from mentoring.projects.services import ask_another, decide, lock_in_review
from mentoring.reviews.enums import ReviewMove, ReviewStatus
from mentoring.reviews.errors import ReviewIncomplete, field_errors
from mentoring.reviews.models import Review
from mentoring.reviews.rules import TRANSITIONS, Fault, Opinion, asks_another, missing, verdict
from mentoring.reviews.services.drafting import reasoned, worth
from mentoring.reviews.services.leases import lock_live


@transaction.atomic
def submit_review(*, actor: User, review_id: UUID, now: datetime) -> Review:
    """Give the review, once; with the last one that the submission wants the decision goes out. A lease past its time that
    nobody has freed is still the mentor's to submit. Nothing goes to a learner who may have no contact with mentors."""
    review = lock_live(actor, review_id)
    require_contact(review.submission.project)
    if faults := _missing(review):
        raise ReviewIncomplete(errors=field_errors(faults))
    review.status, review.submitted_at = TRANSITIONS[ReviewStatus.DRAFT, ReviewMove.SUBMIT], now
    review.advance(["status", "submitted_at"])
    record(actor_id=actor.id, action="review.submitted", subject_type="review", subject_id=review.id)
    settle(actor, review, now)
    return review


def settle(actor: User, review: Review, now: datetime) -> None:
    """Who gives a review while another does waits for the other here: the last of them finds all."""
    submission = lock_in_review(review.submission_id)
    opinions = _opinions(submission)
    if len(opinions) < submission.seats:
        return
    stage = how_reviewed(submission)
    most = sum(max(points) for points in worth(submission).values())
    if asks_another(opinions, asked=stage["reviewers"], threshold=stage["threshold"], most=most):
        ask_another(submission, now=now)
    else:
        project = decide(submission=submission, decision=verdict(opinions), now=now, mentor_id=actor.id)
        _tell(review, project, verdict(opinions))


def _opinions(submission: Submission) -> list[Opinion]:
    given = Review.objects.filter(submission=submission, status=ReviewStatus.SUBMITTED)
    rows = given.values_list("scores", "decision")
    return [Opinion(sum(score["points"] for score in scores.values()), decision) for scores, decision in rows]


def _tell(review: Review, project: Project, decision: Decision) -> None:
    stage = review.submission.stage
    publish(
        SubmissionReviewed(
            review_id=review.id,
            submission_id=review.submission_id,
            project_id=project.id,
            decision=decision,
            stage_titles=stage_titles(project, stage),
            next_titles=stage_titles(project, project.stage) if project.stage != stage else {},
            person_ids=team_of(project.id),
        )
    )


def _missing(review: Review) -> list[Fault]:
    words = {"decision": review.decision, "feedback": review.feedback}
    why = reasoned(review.submission)
    return missing(review.scores, worth(review.submission), remarks=review.remarks, reasoned=why, **words)
