from courses.catalogue.selectors.comparing import Change, LessonChange, changes_between
from courses.catalogue.selectors.content import (
    Outline,
    OutlinedLesson,
    OutlinedModule,
    VersionSummary,
    course_titles,
    outline_of,
    outlined,
    required_lessons,
    version_summary,
)
from courses.catalogue.selectors.listing import (
    Facets,
    Standing,
    facets_of,
    listed_courses,
    order_of,
    published_courses,
    standing_of,
)

__all__ = [
    "Change",
    "Facets",
    "LessonChange",
    "Outline",
    "OutlinedLesson",
    "OutlinedModule",
    "Standing",
    "VersionSummary",
    "changes_between",
    "course_titles",
    "facets_of",
    "listed_courses",
    "order_of",
    "outline_of",
    "outlined",
    "published_courses",
    "required_lessons",
    "standing_of",
    "version_summary",
]
