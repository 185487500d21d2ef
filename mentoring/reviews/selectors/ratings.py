from uuid import UUID

from django.db.models import QuerySet

from foundation.accounts.models import User
from mentoring.reviews.models import Rating
from mentoring.reviews.policies import ratings_visible_to, require_mentor_role
from mentoring.reviews.rules import told_mean


def list_ratings(actor: User, *, mentor: UUID | None = None, call: UUID | None = None) -> QuerySet[Rating]:
    ratings = ratings_visible_to(actor)
    ratings = ratings.filter(review__mentor=mentor) if mentor else ratings
    return ratings.filter(review__submission__project__call=call) if call else ratings


def mean_told_to(actor: User) -> float | None:
    """How helpful the teams found the mentor; None while one of them could be known by it."""
    require_mentor_role(actor)
    mine = Rating.objects.filter(review__mentor__person=actor).order_by("created_at", "id")
    return told_mean(list(mine.values_list("helpful", "person_id")))
