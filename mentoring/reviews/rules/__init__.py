"""Pure decisions: how long a review is held and where it may go from there, what its scores are worth, and how its reviewer
judges."""

from mentoring.reviews.rules.cases import CASE_TRANSITIONS, SAFETY, case_faults, files_closed, leads
from mentoring.reviews.rules.forecasting import FEWEST, FRESH, PAST, Pace, answer_by, last_day, next_window, pace_shown
from mentoring.reviews.rules.leases import LEASE, SLOTS, TRANSITIONS, first_free, lease_until, may_save, next_status
from mentoring.reviews.rules.ratings import CHANGEABLE, HELPFUL, told_mean
from mentoring.reviews.rules.reviewers import Figures, figures
from mentoring.reviews.rules.scoring import Fault, Points, Score, merge, missing, score_faults
from mentoring.reviews.rules.severity import Given, adjusted, severities, shares
from mentoring.reviews.rules.verdicts import Opinion, asks_another, differ, verdict

__all__ = [
    "CASE_TRANSITIONS",
    "CHANGEABLE",
    "FEWEST",
    "FRESH",
    "HELPFUL",
    "LEASE",
    "PAST",
    "SAFETY",
    "SLOTS",
    "TRANSITIONS",
    "Fault",
    "Figures",
    "Given",
    "Opinion",
    "Pace",
    "Points",
    "Score",
    "adjusted",
    "answer_by",
    "asks_another",
    "case_faults",
    "differ",
    "figures",
    "files_closed",
    "first_free",
    "last_day",
    "leads",
    "lease_until",
    "may_save",
    "merge",
    "missing",
    "next_status",
    "next_window",
    "pace_shown",
    "score_faults",
    "severities",
    "shares",
    "told_mean",
    "verdict",
]
