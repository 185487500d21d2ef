from mentoring.reviews.api.serializers.queue import QueueEntryOut
from mentoring.reviews.api.serializers.reviewers import ReviewerOut, ScoredOut
from mentoring.reviews.api.serializers.reviews import ReviewOut, ReviewPatch, ReviewsQuery

__all__ = ["QueueEntryOut", "ReviewOut", "ReviewPatch", "ReviewerOut", "ReviewsQuery", "ScoredOut"]
