"""Enrolments follow cohorts: who joins gets the cohort's courses, who leaves loses those that came from it alone."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from courses.catalogue.models import Course
from courses.catalogue.selectors import published_courses
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import courses_lost
from courses.enrolment.services.joining import join
from foundation.kernel.clock import now
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Cohort, Membership


@transaction.atomic
def enrol_cohort_member(*, person_id: UUID, cohort_id: UUID) -> int:
    """A member who comes back goes on where she was."""
    return join(people=[person_id], courses=_published(courses_of(cohort_id)), reopen=True)


@transaction.atomic
def enrol_cohort(*, cohort_id: UUID) -> int:
    """Every member, in the courses that she has never been in: whoever left one herself is left in peace."""
    people = Membership.objects.filter(cohort=cohort_id).exclude(status=MembershipStatus.WITHDRAWN)
    courses = _published(courses_of(cohort_id))
    return join(people=list(people.values_list("person", flat=True)), courses=courses, reopen=False)


@transaction.atomic
def enrol_for_course(*, slug: str) -> int:
    """A course is published that cohorts have been waiting for."""
    cohorts = Cohort.objects.filter(courses__contains=[slug])
    return sum(enrol_cohort(cohort_id=cohort_id) for cohort_id in cohorts.values_list("id", flat=True))


@transaction.atomic
def leave_cohort(*, person_id: UUID, cohort_id: UUID) -> int:
    """Courses that are open to all or come from another cohort of hers stay, and so does what is completed."""
    lost = courses_lost(left=courses_of(cohort_id), kept=_kept(person_id))
    active = Enrolment.objects.filter(person=person_id, status=EnrolmentStatus.ACTIVE, course__slug__in=lost)
    return active.update(status=EnrolmentStatus.WITHDRAWN, withdrawn_at=now())


def courses_of(cohort_id: UUID) -> list[str]:
    return list(Cohort.objects.filter(id=cohort_id).values_list("courses", flat=True).first() or [])


def _kept(person_id: UUID) -> set[str]:
    memberships = Membership.objects.filter(person=person_id).exclude(status=MembershipStatus.WITHDRAWN)
    of_cohorts = {slug for slugs in memberships.values_list("cohort__courses", flat=True) for slug in slugs}
    return of_cohorts | set(Course.objects.filter(open_to_all=True).values_list("slug", flat=True))


def _published(slugs: Iterable[str]) -> list[UUID]:
    return list(published_courses().filter(slug__in=slugs).values_list("id", flat=True))
