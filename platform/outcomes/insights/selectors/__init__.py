from outcomes.insights.selectors.progress import (
    CourseProgress,
    Learner,
    courses_of,
    last_active,
    list_progress,
    progress_in,
    titles_in,
)
from outcomes.insights.selectors.steps import steps_of
from outcomes.insights.selectors.totals import ACTIVE_WITHIN, Counts, CourseCounts, Part, Totals, totals_of

__all__ = [
    "ACTIVE_WITHIN",
    "Counts",
    "CourseCounts",
    "CourseProgress",
    "Learner",
    "Part",
    "Totals",
    "courses_of",
    "last_active",
    "list_progress",
    "progress_in",
    "steps_of",
    "titles_in",
    "totals_of",
]
