from uuid import UUID

from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.programmes.policies import one, require_office
from mentoring.projects.models import DECIDED
from mentoring.projects.policies import is_member
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.models import Rating, Review


def get_ratable_for(actor: User, review_id: UUID) -> Review:
    """One of a work of the actor's team, from the decision on."""
    decided = Review.objects.filter(status=ReviewStatus.SUBMITTED, submission__status__in=DECIDED, pk=review_id)
    return one(decided.filter(is_member(actor, "submission__project")))


def get_own_rating(actor: User, review_id: UUID) -> Rating:
    return one(Rating.objects.filter(person=actor, review=get_ratable_for(actor, review_id)))


def ratings_visible_to(actor: User) -> QuerySet[Rating]:
    """The office's; whom they are about is told a mean alone."""
    require_office(actor)
    return Rating.objects.select_related("review__mentor__person", "review__submission")
