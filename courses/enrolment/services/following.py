"""Enrolments follow cohorts: who joins gets the cohort's courses, who leaves loses those that came from it alone. What people
have is dated first: that locks it in the order in which a phone's log does, whatever is written then."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from courses.catalogue.selectors import published_courses
from courses.enrolment.services.deadlines import date_people
from courses.enrolment.services.joining import join
from foundation.accounts.services import forget_shells
from foundation.kernel.clock import now
from foundation.kernel.statements import run
from foundation.outbox import publish
from foundation.outbox.events.foundation import CohortCoursesChanged
from foundation.programmes.models import Cohort
from foundation.programmes.selectors import members_of

# Shared locks: whoever is withdrawn or taken back at this moment is so only after she was enrolled, and loses that again.
STILL_HERE = """
    SELECT person_id FROM programmes_membership
     WHERE cohort_id = %(cohort)s AND person_id = ANY(%(people)s) AND status <> 'withdrawn'
     ORDER BY id FOR SHARE
"""
# Whether one of the person's live cohorts offers the enrolment's course.
STILL_OFFERED = """
    SELECT FROM programmes_membership m JOIN programmes_cohort k ON k.id = m.cohort_id, catalogue_course c
     WHERE m.person_id = e.person_id AND m.status <> 'withdrawn' AND c.id = e.course_id AND c.slug = ANY(k.courses)
"""
# The status is asked of the row that is updated, not of a join beside it: what is completed at this moment stays.
LEAVE = f"""
    UPDATE enrolment_enrolment e SET status = 'withdrawn', withdrawn_at = %(now)s
     WHERE e.person_id = ANY(%(people)s) AND e.course_id = ANY(%(courses)s) AND e.status = 'active'
       AND NOT EXISTS ({STILL_OFFERED})
    RETURNING e.id
"""  # noqa: S608
DROP = f"""
    DELETE FROM enrolment_enrolment e
     WHERE e.person_id = ANY(%(people)s) AND e.started_at IS NULL AND NOT EXISTS ({STILL_OFFERED})
    RETURNING e.id
"""  # noqa: S608
# Lessons may have been opened, though none was completed.
DROP_LOGS = "DELETE FROM enrolment_progressevent WHERE enrolment_id = ANY(%(enrolments)s)"


@transaction.atomic
def enrol_members(*, cohort_id: UUID, people: Collection[UUID]) -> int:
    """A member who comes back goes on where she was; who has left again before the news arrived stays out."""
    courses = _published(courses_of(cohort_id))
    still_here = run(STILL_HERE, {"cohort": cohort_id, "people": list(people)}) if courses else []
    date_people(people=people)
    return join(people=[person_id for (person_id,) in still_here], courses=courses, reopen=True)


@transaction.atomic
def enrol_cohort(*, cohort_id: UUID) -> int:
    """Every member, in the courses that she has never been in: whoever left one herself is left in peace."""
    people = list(members_of(cohort_id).order_by("id").values_list("person", flat=True))
    return join(people=people, courses=_published(courses_of(cohort_id)), reopen=False)


@transaction.atomic
def enrol_for_course(*, slug: str) -> int:
    """A course is published that cohorts have been waiting for: each of them follows by itself. Returns how many do."""
    waiting = list(Cohort.objects.filter(courses__contains=[slug]).order_by("id").values_list("id", flat=True))
    for cohort_id in waiting:
        publish(CohortCoursesChanged(cohort_id=cohort_id))
    return len(waiting)


@transaction.atomic
def leave_cohort(*, cohort_id: UUID, people: Collection[UUID]) -> int:
    """Courses that are open to all or come from another cohort of theirs stay, and so does what is completed."""
    courses = _published(courses_of(cohort_id), open_to_all=False)
    date_people(people=people)
    return len(run(LEAVE, {"people": list(people), "courses": courses, "now": now()})) if courses else 0


@transaction.atomic
def drop_unstarted(*, people: Collection[UUID]) -> int:
    """Of invited people whose places are gone, as if they had never been there: they have done nothing yet. Those who are
    nowhere any more are forgotten altogether."""
    date_people(people=people)
    dropped = run(DROP, {"people": list(people)})
    run(DROP_LOGS, {"enrolments": [enrolment_id for (enrolment_id,) in dropped]})
    forget_shells(people=people)
    return len(dropped)


def courses_of(cohort_id: UUID) -> list[str]:
    return list(Cohort.objects.filter(id=cohort_id).values_list("courses", flat=True).first() or [])


def _published(slugs: Collection[str], **only: bool) -> list[UUID]:
    return list(published_courses().filter(slug__in=slugs, **only).values_list("id", flat=True)) if slugs else []
