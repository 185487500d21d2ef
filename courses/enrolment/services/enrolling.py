from uuid import UUID

from django.db import transaction

from courses.catalogue.models import Course
from courses.catalogue.policies import courses_visible_to
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import (
    EnrolmentCompleted,
    EnrolmentWithdrawn,
    PathCompleted,
    PrerequisitesMissing,
    UnknownCourse,
)
from courses.enrolment.models import Enrolment
from courses.enrolment.policies import enrolments_visible_to
from courses.enrolment.selectors import EnrolmentFacts, live_enrolment, path_for, prerequisites_of
from courses.enrolment.services.joining import join
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.clock import now
from foundation.kernel.errors import Conflict, NotFound
from foundation.kernel.language import pick


@transaction.atomic
def enrol(*, actor: User, course_slug: str) -> tuple[EnrolmentFacts, bool]:
    """The person's enrolment in the course, and whether it is new. Who withdrew goes on where she was; who was never in it has
    to have completed what it asks for."""
    course = courses_visible_to(actor).filter(slug=course_slug).first()
    if course is None:
        raise UnknownCourse
    require(actor, Purpose.LEARNING)
    fresh = join(people=[actor.id], courses=[course.id], reopen=True, only_ready=True)
    enrolment = live_enrolment(actor, course.id)
    if enrolment is None:
        raise _refusal(actor, course.id)
    return enrolment, bool(fresh)


def start_path(*, actor: User, slug: str) -> tuple[EnrolmentFacts, bool]:
    """As `enrol`, in the first course of the path that she has not completed."""
    course = path_for(actor, slug).next
    if course is None:
        raise PathCompleted
    return enrol(actor=actor, course_slug=course)


def _refusal(actor: User, course_id: UUID) -> Conflict:
    """The course is read anew: what it asks for may have been published at this very moment, as she may have withdrawn."""
    asked = prerequisites_of(actor, Course.objects.get(id=course_id))
    missing = {course.course: pick(course.title) for course in asked if not course.completed}
    return PrerequisitesMissing(missing) if missing else EnrolmentWithdrawn()


@transaction.atomic
def withdraw(*, actor: User, enrolment_id: UUID) -> Enrolment:
    """Leave a course that is not completed. What was done stays, for a return."""
    own = enrolments_visible_to(actor).select_for_update(of=("self",), no_key=True)
    enrolment = own.filter(id=enrolment_id).first()
    if enrolment is None:
        raise NotFound
    if enrolment.status == EnrolmentStatus.COMPLETED:
        raise EnrolmentCompleted
    if enrolment.status == EnrolmentStatus.ACTIVE:
        enrolment.status = EnrolmentStatus.WITHDRAWN
        enrolment.withdrawn_at = now()
        enrolment.save(update_fields=["status", "withdrawn_at"])
    return enrolment
