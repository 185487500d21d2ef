"""Enrolments follow cohorts: who joins gets the cohort's courses, who leaves loses those that came from it alone."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from courses.catalogue.selectors import published_courses
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import courses_lost
from courses.enrolment.services.joining import join
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort
from foundation.programmes.selectors import cohort_courses_for, members_of


@transaction.atomic
def enrol_cohort_member(*, person_id: UUID, cohort_id: UUID) -> int:
    """A member who comes back goes on where she was; who has left again before the news arrived stays out."""
    still_here = list(members_of(cohort_id).filter(person=person_id).values_list("person", flat=True))
    return join(people=still_here, courses=_published(courses_of(cohort_id)), reopen=True)


@transaction.atomic
def enrol_cohort(*, cohort_id: UUID) -> int:
    """Every member, in the courses that she has never been in: whoever left one herself is left in peace."""
    people = list(members_of(cohort_id).order_by("id").values_list("person", flat=True))
    return join(people=people, courses=_published(courses_of(cohort_id)), reopen=False)


@transaction.atomic
def enrol_for_course(*, slug: str) -> int:
    """A course is published that cohorts have been waiting for."""
    cohorts = Cohort.objects.filter(courses__contains=[slug]).order_by("id")
    return sum(enrol_cohort(cohort_id=cohort_id) for cohort_id in cohorts.values_list("id", flat=True))


@transaction.atomic
def leave_cohort(*, person_id: UUID, cohort_id: UUID) -> int:
    """Courses that are open to all or come from another cohort of hers stay, and so does what is completed, be it
    at this moment: the status is asked of the row that is updated, not of a join beside it."""
    open_to_all = published_courses().filter(open_to_all=True).values_list("slug", flat=True)
    lost = courses_lost(left=courses_of(cohort_id), kept={*cohort_courses_for(person_id), *open_to_all})
    active = Enrolment.objects.filter(person=person_id, status=EnrolmentStatus.ACTIVE, course__in=_published(lost))
    return active.update(status=EnrolmentStatus.WITHDRAWN, withdrawn_at=now())


def courses_of(cohort_id: UUID) -> list[str]:
    return list(Cohort.objects.filter(id=cohort_id).values_list("courses", flat=True).first() or [])


def _published(slugs: Iterable[str]) -> list[UUID]:
    return list(published_courses().filter(slug__in=slugs).values_list("id", flat=True))
