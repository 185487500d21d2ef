from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.kernel.errors import Problem
from mentoring.projects.models import Submission
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.errors import ReviewClosed, ReviewStale, ReviewTakenAnew, ScoresNotRight, field_errors
from mentoring.reviews.models import MOST_UNSAVED, Review
from mentoring.reviews.policies import kept_beside, lock_own_review
from mentoring.reviews.rules import Points, may_save, merge, score_faults

TYPED = ("scores", "feedback", "remarks", "decision")


def save_review(*, actor: User, review_id: UUID, revision: int | None, changes: dict[str, Any]) -> Review:
    """Keep what the mentor typed. Scores are laid over those kept; null takes one away. What comes from a tab that is out of
    date, or of a lease after which the mentor took the work up again, changes nothing, and is kept beside all the same. What
    is stored already is no news: on a poor network a save comes twice."""
    with transaction.atomic():
        review = lock_own_review(actor, review_id)
        if faults := score_faults(changes.get("scores", {}), worth(review.submission)):
            raise ScoresNotRight(errors=field_errors(faults))
        stored = typed_in(review)
        typed = {**stored, **changes, "scores": merge(review.scores, changes.get("scores", {}))}
        if typed == stored and may_save(review.status):
            return review
        refusal = _refusal(review, revision)
        if refusal is None:
            return _lay_over(review, typed)
        if typed != stored:
            _keep_beside(review, changes)
    raise refusal


def typed_in(review: Review) -> dict[str, Any]:
    return {field: getattr(review, field) for field in TYPED}


def _refusal(review: Review, revision: int | None) -> Problem | None:
    if not may_save(review.status):
        return ReviewClosed()
    if newer := _newer(review):
        return ReviewTakenAnew(review=str(newer))
    return None if revision in (None, review.revision) else ReviewStale(stored=typed_in(review))


def _newer(review: Review) -> UUID | None:
    """The mentor's newest of the same work; of a live one there is none."""
    if review.status == ReviewStatus.DRAFT:
        return None
    own = Review.objects.filter(submission=review.submission_id, mentor=review.mentor_id)
    later = own.filter(created_at__gt=review.created_at).order_by("-created_at")
    return later.values_list("pk", flat=True).first()


def _lay_over(review: Review, typed: dict[str, Any]) -> Review:
    for field, value in typed.items():
        setattr(review, field, value)
    return review.advance(TYPED)


def _keep_beside(review: Review, changes: dict[str, Any]) -> None:
    """Once, however often it is sent, and of many the newest; the review's row is locked."""
    beside = kept_beside(review)
    if beside.filter(typed=changes).exists():
        return
    review.unsaved.create(typed=changes)
    beside.exclude(pk__in=beside.order_by("-id").values("pk")[:MOST_UNSAVED]).delete()


def worth(submission: Submission) -> Points:
    criteria = _criteria(submission)
    return {criterion["key"]: {level["points"] for level in criterion["levels"]} for criterion in criteria}


def reasoned(submission: Submission) -> set[str]:
    """The criteria whose points are given with a reason."""
    return {criterion["key"] for criterion in _criteria(submission) if criterion.get("reason_required")}


def _criteria(submission: Submission) -> list[dict[str, Any]]:
    criteria: list[dict[str, Any]] = submission.project.call.rubric["criteria"]
    return criteria
