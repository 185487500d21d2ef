from datetime import datetime
from uuid import UUID

from foundation.outbox.events.base import Event, event


@event("courses.course_published.v1")
class CoursePublished(Event):
    course_id: UUID
    course_slug: str
    version_id: UUID


@event("courses.enrolled.v1")
class Enrolled(Event):
    """`course_titles` are the public titles by language, so that floors below can name the course."""

    enrolment_id: UUID
    person_id: UUID
    course_id: UUID
    course_slug: str
    course_titles: dict[str, str]


@event("courses.course_completed.v1")
class CourseCompleted(Event):
    enrolment_id: UUID
    person_id: UUID
    course_id: UUID
    course_slug: str
    version_id: UUID
    completed_at: datetime
