from mentoring.reviews.api.serializers.queue import QueueEntryOut
from mentoring.reviews.api.serializers.reviewers import ReviewerOut, ScoredOut
from mentoring.reviews.api.serializers.reviews import ReviewOut, ReviewPatch, ReviewsQuery
from mentoring.reviews.api.serializers.waiting import KeptOut, WaitingOut

__all__ = [
    "KeptOut",
    "QueueEntryOut",
    "ReviewOut",
    "ReviewPatch",
    "ReviewerOut",
    "ReviewsQuery",
    "ScoredOut",
    "WaitingOut",
]
