from uuid import UUID

from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.programmes.policies import one
from mentoring.projects.policies import get_submission_for
from mentoring.reviews.models import Review, Unsaved
from mentoring.reviews.policies import kept_beside, own_reviews, require_mentor_role, reviews_visible_to


def list_own_reviews(actor: User, *, status: str | None = None) -> QuerySet[Review]:
    require_mentor_role(actor)
    reviews = own_reviews(actor)
    return reviews.filter(status=status) if status else reviews


def reviews_of_submission(actor: User, submission_id: UUID) -> QuerySet[Review]:
    """In an order drawn by lot, the same for everybody: ids are random."""
    return reviews_visible_to(actor).filter(submission=get_submission_for(actor, submission_id))


def unsaved_of(actor: User, review_id: UUID) -> QuerySet[Unsaved]:
    """Beside one's own review, and one's earlier ones of the same work."""
    return kept_beside(one(own_reviews(actor).filter(pk=review_id)))
