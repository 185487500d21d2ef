from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.kernel.models import check_revision
from mentoring.projects.models import Submission
from mentoring.reviews.errors import ReviewClosed, ScoresNotRight, field_errors
from mentoring.reviews.models import Review
from mentoring.reviews.policies import lock_own_review
from mentoring.reviews.rules import Points, may_save, merge, score_faults

TYPED = ("scores", "feedback", "remarks", "decision")


@transaction.atomic
def save_review(*, actor: User, review_id: UUID, revision: int | None, changes: dict[str, Any]) -> Review:
    """Keep what the mentor typed. Scores are laid over those kept; null takes one away."""
    review = lock_own_review(actor, review_id)
    check_revision(review, revision)
    if not may_save(review.status):
        raise ReviewClosed
    scores = changes.get("scores", {})
    if faults := score_faults(scores, worth(review.submission)):
        raise ScoresNotRight(errors=field_errors(faults))
    typed = {**changes, "scores": merge(review.scores, scores)}
    for field in TYPED:
        setattr(review, field, typed.get(field, getattr(review, field)))
    return review.advance(TYPED)


def worth(submission: Submission) -> Points:
    criteria = submission.project.call.rubric["criteria"]
    return {criterion["key"]: {level["points"] for level in criterion["levels"]} for criterion in criteria}
