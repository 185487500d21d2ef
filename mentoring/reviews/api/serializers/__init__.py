from mentoring.reviews.api.serializers.desk import DeskOut, HandBack, HistoryOut, SnoozeIn, SnoozeOut
from mentoring.reviews.api.serializers.queue import QueueEntryOut
from mentoring.reviews.api.serializers.reviewers import ReviewerOut, ScoredOut
from mentoring.reviews.api.serializers.reviews import ReviewOut, ReviewPatch, ReviewsQuery
from mentoring.reviews.api.serializers.waiting import KeptOut, WaitingOut

__all__ = [
    "DeskOut",
    "HandBack",
    "HistoryOut",
    "KeptOut",
    "QueueEntryOut",
    "ReviewOut",
    "ReviewPatch",
    "ReviewerOut",
    "ReviewsQuery",
    "ScoredOut",
    "SnoozeIn",
    "SnoozeOut",
    "WaitingOut",
]
