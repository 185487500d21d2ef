from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.http import SignedIn, View, actor, operation
from mentoring.reviews import errors
from mentoring.reviews.api import serializers as shapes
from mentoring.reviews.models import Rating
from mentoring.reviews.policies import get_own_rating
from mentoring.reviews.selectors import list_ratings, mean_told_to
from mentoring.reviews.services import rate


class RatingView(View):
    permission_classes = [SignedIn]

    @operation(summary="How much a review helped me, as I said", result=shapes.RatingOut)
    def get(self, request: Request, review_id: UUID) -> Rating:
        return get_own_rating(actor(request), review_id)

    @operation(
        summary="Say how much a review of my team's work helped me; changeable for 30 days",
        body=shapes.RatingIn,
        result=shapes.RatingOut,
        problems=(errors.RatingKept,),
    )
    def put(self, request: Request, review_id: UUID, *, body: dict[str, Any]) -> Rating:
        return rate(actor=actor(request), review_id=review_id, now=clock.now(), **body)


class OwnMeanView(View):
    permission_classes = [SignedIn]

    @operation(summary="How helpful teams found my reviews", result=shapes.MeanOut)
    def get(self, request: Request) -> dict[str, float | None]:
        return {"mean": mean_told_to(actor(request))}


class RatingsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What teams said of reviews, for the programme office, newest first",
        query=shapes.RatingsQuery,
        result=shapes.OfficeRatingOut,
        page="-id",
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Rating]:
        return list_ratings(actor(request), **query)
