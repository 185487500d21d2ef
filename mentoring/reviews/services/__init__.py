"""Writes of this app, in three parts: who holds what, what is typed, and what goes out."""

from mentoring.reviews.services.deciding import submit_review
from mentoring.reviews.services.drafting import save_review
from mentoring.reviews.services.forecasting import make_forecast, tell_waiting
from mentoring.reviews.services.leases import (
    expire_leases,
    free_what_closed,
    lease_submission,
    release_review,
    renew_review,
)
from mentoring.reviews.services.snoozing import snooze

__all__ = [
    "expire_leases",
    "free_what_closed",
    "lease_submission",
    "make_forecast",
    "release_review",
    "renew_review",
    "save_review",
    "snooze",
    "submit_review",
    "tell_waiting",
]
