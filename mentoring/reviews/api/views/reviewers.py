from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel.http import SignedIn, View, actor, operation
from mentoring.mentors.models import Mentor
from mentoring.reviews.api import serializers as shapes
from mentoring.reviews.selectors import Scores, reviewers_of, scores_of


class ReviewersView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="How the reviewers of a call judge, for the programme office", result=shapes.ReviewerOut, page="id"
    )
    def get(self, request: Request, call_id: UUID) -> QuerySet[Mentor]:
        return reviewers_of(actor(request), call_id)


class ScoresView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What the reviews in a call come to, best first, for the programme office",
        result=shapes.ScoredOut,
        page=("-adjusted", "-id"),
    )
    def get(self, request: Request, call_id: UUID) -> Scores:
        return scores_of(actor(request), call_id)
