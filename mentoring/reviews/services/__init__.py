"""Writes of this app, in four parts: who holds what, what is typed, what goes out, and what is said of it."""

from mentoring.reviews.services.changing import ask_other_mentor
from mentoring.reviews.services.deciding import submit_review
from mentoring.reviews.services.drafting import save_review
from mentoring.reviews.services.forecasting import forget_forecasts, forget_told, make_forecast, tell_waiting
from mentoring.reviews.services.leases import (
    expire_leases,
    free_what_closed,
    lease_submission,
    release_review,
    renew_review,
)
from mentoring.reviews.services.rating import rate
from mentoring.reviews.services.reporting import change_case, open_file, report
from mentoring.reviews.services.snoozing import snooze, undo_snooze

__all__ = [
    "ask_other_mentor",
    "change_case",
    "expire_leases",
    "forget_forecasts",
    "forget_told",
    "free_what_closed",
    "lease_submission",
    "make_forecast",
    "open_file",
    "rate",
    "release_review",
    "renew_review",
    "report",
    "save_review",
    "snooze",
    "submit_review",
    "tell_waiting",
    "undo_snooze",
]
