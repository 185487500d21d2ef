from datetime import datetime
from uuid import UUID

from foundation.outbox.events.base import Event, event


@event("courses.course_published.v1")
class CoursePublished(Event):
    course_id: UUID
    course_slug: str
    version_id: UUID


@event("courses.enrolled.v2")
class Enrolled(Event):
    """A chunk of people, or one, in one course. `course_titles` are the public titles by language, so that floors below can
    name the course. The lists run side by side."""

    course_id: UUID
    course_slug: str
    course_titles: dict[str, str]
    enrolment_ids: list[UUID]
    person_ids: list[UUID]


@event("courses.learners_moved.v1")
class LearnersMoved(Event):
    """A chunk of learners under way in one version of a course goes on in another."""

    course_id: UUID
    from_version_id: UUID
    to_version_id: UUID
    enrolment_ids: list[UUID]


@event("courses.deadlines_unsettled.v1")
class DeadlinesUnsettled(Event):
    """A chunk of people for whom another day may hold by now."""

    person_ids: list[UUID]


@event("courses.enrolment_reopened.v1")
class EnrolmentReopened(Event):
    """A learner has until the end of the day `until`, an ISO date. `reopening_id` is of this one occasion."""

    reopening_id: UUID
    enrolment_id: UUID
    person_id: UUID
    course_slug: str
    course_titles: dict[str, str]
    until: str


@event("courses.quiz_reopened.v1")
class QuizReopened(Event):
    """A learner may try a quiz once more. `reopening_id` is of this one occasion."""

    reopening_id: UUID
    enrolment_id: UUID
    person_id: UUID
    course_slug: str
    course_titles: dict[str, str]


@event("courses.learning_started.v1")
class LearningStarted(Event):
    """The first lesson of an enrolment is done, or a quiz begun: it can no longer be undone without loss."""

    enrolment_id: UUID
    person_id: UUID
    course_slug: str


@event("courses.course_completed.v1")
class CourseCompleted(Event):
    enrolment_id: UUID
    person_id: UUID
    course_id: UUID
    course_slug: str
    version_id: UUID
    completed_at: datetime
