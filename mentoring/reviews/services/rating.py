from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from mentoring.reviews.errors import RatingKept
from mentoring.reviews.models import Rating
from mentoring.reviews.policies import get_ratable_for
from mentoring.reviews.rules import CHANGEABLE


@transaction.atomic
def rate(*, actor: User, review_id: UUID, helpful: int, now: datetime, words: str = "") -> Rating:
    """Say how much the review helped, or say it anew for a while."""
    review = get_ratable_for(actor, review_id)
    given = Rating(review=review, person=actor, helpful=helpful, words=words, created_at=now)
    Rating.objects.bulk_create([given], ignore_conflicts=True)
    rating = Rating.objects.select_for_update(no_key=True).get(review=review, person=actor)
    if now > rating.created_at + CHANGEABLE:
        raise RatingKept
    rating.helpful, rating.words = helpful, words
    rating.save(update_fields=["helpful", "words"])
    return rating
