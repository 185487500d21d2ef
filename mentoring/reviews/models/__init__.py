from mentoring.reviews.models.reviews import LIVE, SEAT_CONSTRAINT, SLOT_CONSTRAINT, Review

__all__ = ["LIVE", "SEAT_CONSTRAINT", "SLOT_CONSTRAINT", "Review"]
