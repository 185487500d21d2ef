from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from mentoring.projects.models import Submission
from mentoring.reviews.errors import ReviewClosed, ReviewStale, ScoresNotRight, field_errors
from mentoring.reviews.models import MOST_UNSAVED, Review
from mentoring.reviews.policies import lock_own_review
from mentoring.reviews.rules import Points, may_save, merge, score_faults

TYPED = ("scores", "feedback", "remarks", "decision")


def save_review(*, actor: User, review_id: UUID, revision: int | None, changes: dict[str, Any]) -> Review:
    """Keep what the mentor typed. Scores are laid over those kept; null takes one away. What comes from a tab that is out of
    date changes nothing, and is kept beside the review all the same."""
    with transaction.atomic():
        review = lock_own_review(actor, review_id)
        if not may_save(review.status):
            raise ReviewClosed
        if faults := score_faults(changes.get("scores", {}), worth(review.submission)):
            raise ScoresNotRight(errors=field_errors(faults))
        if revision in (None, review.revision):
            return _lay_over(review, changes)
        _keep_beside(review, changes)
    raise ReviewStale(stored={field: getattr(review, field) for field in TYPED})


def _lay_over(review: Review, changes: dict[str, Any]) -> Review:
    typed = {**changes, "scores": merge(review.scores, changes.get("scores", {}))}
    for field in TYPED:
        setattr(review, field, typed.get(field, getattr(review, field)))
    return review.advance(TYPED)


def _keep_beside(review: Review, changes: dict[str, Any]) -> None:
    """Once, however often it is sent, and of many the newest; the review's row is locked."""
    if review.unsaved.filter(typed=changes).exists():
        return
    review.unsaved.create(typed=changes)
    newest = review.unsaved.order_by("-id").values("pk")[:MOST_UNSAVED]
    review.unsaved.exclude(pk__in=newest).delete()


def worth(submission: Submission) -> Points:
    criteria = _criteria(submission)
    return {criterion["key"]: {level["points"] for level in criterion["levels"]} for criterion in criteria}


def reasoned(submission: Submission) -> set[str]:
    """The criteria whose points are given with a reason."""
    return {criterion["key"] for criterion in _criteria(submission) if criterion.get("reason_required")}


def _criteria(submission: Submission) -> list[dict[str, Any]]:
    criteria: list[dict[str, Any]] = submission.project.call.rubric["criteria"]
    return criteria
