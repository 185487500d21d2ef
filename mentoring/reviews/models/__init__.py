from mentoring.reviews.models.reviews import LIVE, SEAT_CONSTRAINT, SEATED, SLOT_CONSTRAINT, Review

__all__ = ["LIVE", "SEATED", "SEAT_CONSTRAINT", "SLOT_CONSTRAINT", "Review"]
