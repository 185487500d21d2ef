from uuid import UUID

from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.http import Answer, SignedIn, View, actor, operation
from mentoring.projects.errors import NotWaiting
from mentoring.reviews import errors
from mentoring.reviews.api import serializers as shapes
from mentoring.reviews.selectors import ORDER, Queue, review_queue
from mentoring.reviews.services import lease_submission


class ReviewQueueView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What waits for me as a mentor: what is mine alone, then the longest waiting",
        result=shapes.QueueEntryOut,
        page=ORDER,
    )
    def get(self, request: Request) -> Queue:
        return review_queue(actor(request))


class LeaseView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Take a submission up for 30 minutes; mine already, it is given again",
        result=shapes.OpenedReviewOut,
        status=201,
        problems=(errors.SubmissionTaken, errors.AlreadyReviewed, errors.LeasesFull, NotWaiting),
    )
    def post(self, request: Request, submission_id: UUID) -> Answer:
        review = lease_submission(actor=actor(request), submission_id=submission_id, now=clock.now())
        return Answer(review, location=f"/api/v1/reviews/{review.id}")
