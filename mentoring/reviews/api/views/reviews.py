from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.http import SignedIn, View, actor, operation
from mentoring.reviews import errors
from mentoring.reviews.api import serializers as shapes
from mentoring.reviews.enums import RemarkTopic
from mentoring.reviews.models import Review, Unsaved
from mentoring.reviews.policies import get_review_for
from mentoring.reviews.selectors import list_own_reviews, reviews_of_submission, unsaved_of
from mentoring.reviews.services import release_review, renew_review, save_review, submit_review

CLOSED = (errors.ReviewClosed, errors.LeaseExpired)


class ReviewsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The reviews I hold or gave as a mentor, newest first",
        query=shapes.ReviewsQuery,
        result=shapes.ReviewOut,
        page=("-created_at", "-id"),
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Review]:
        return list_own_reviews(actor(request), **query)


class RemarksView(View):
    permission_classes = [SignedIn]

    @operation(summary="The ready-made remarks of a review, by what they are about", result=shapes.RemarksOut)
    def get(self, request: Request) -> list[RemarkTopic]:
        return list(RemarkTopic)


class SubmissionReviewsView(View):
    permission_classes = [SignedIn]

    @operation(summary="What reviewers said about a submission", result=shapes.ReviewOut, page="id")
    def get(self, request: Request, submission_id: UUID) -> QuerySet[Review]:
        return reviews_of_submission(actor(request), submission_id)


class ReviewView(View):
    permission_classes = [SignedIn]

    @operation(summary="One review", result=shapes.OpenedReviewOut)
    def get(self, request: Request, review_id: UUID) -> Review:
        return get_review_for(actor(request), review_id)

    @operation(
        summary="Keep my draft; a null score takes it away, what is not named stays",
        body=shapes.ReviewPatch,
        result=shapes.ReviewOut,
        revised=True,
        problems=(errors.ReviewClosed, errors.ReviewTakenAnew, errors.ScoresNotRight, errors.ReviewStale),
    )
    def patch(self, request: Request, review_id: UUID, *, body: dict[str, Any], revision: int | None) -> Review:
        return save_review(actor=actor(request), review_id=review_id, revision=revision, changes=body)


class UnsavedView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What I sent from tabs that were out of date or of a former lease: kept beside my review, newest first",
        result=shapes.UnsavedOut,
        page="-id",
    )
    def get(self, request: Request, review_id: UUID) -> QuerySet[Unsaved]:
        return unsaved_of(actor(request), review_id)


class ReviewSubmitView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Send my decision to the learner, once",
        result=shapes.ReviewOut,
        problems=(*CLOSED, errors.ReviewIncomplete),
    )
    def post(self, request: Request, review_id: UUID) -> Review:
        return submit_review(actor=actor(request), review_id=review_id, now=clock.now())


class ReviewReleaseView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Hand the submission back, with a word to whoever takes it next; my draft is kept",
        body=shapes.HandBack,
        result=shapes.ReviewOut,
        problems=CLOSED,
    )
    def post(self, request: Request, review_id: UUID, *, body: dict[str, Any]) -> Review:
        return release_review(actor=actor(request), review_id=review_id, now=clock.now(), **body)


class ReviewRenewView(View):
    permission_classes = [SignedIn]

    @operation(summary="Hold it for another 30 minutes", result=shapes.ReviewOut, problems=CLOSED)
    def post(self, request: Request, review_id: UUID) -> Review:
        return renew_review(actor=actor(request), review_id=review_id, now=clock.now())
