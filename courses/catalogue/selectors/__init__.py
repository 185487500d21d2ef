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
from courses.catalogue.selectors.searching import excerpt_of, lessons_saying
from courses.catalogue.selectors.showing import media_contents, media_part, media_pieces, media_size

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
    "excerpt_of",
    "facets_of",
    "lessons_saying",
    "listed_courses",
    "media_contents",
    "media_part",
    "media_pieces",
    "media_size",
    "order_of",
    "outline_of",
    "outlined",
    "published_courses",
    "required_lessons",
    "standing_of",
    "version_summary",
]
