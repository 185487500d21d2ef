from collections import defaultdict
from uuid import UUID

from courses.enrolment import services
from foundation.outbox import subscribe
from foundation.outbox.events.courses import CoursePublished, DeadlinesUnsettled, Enrolled
from foundation.outbox.events.foundation import (
    CohortCoursesChanged,
    CohortDeadlinesChanged,
    MembersAdded,
    MembershipPassed,
    MembersMoved,
    MembersRemoved,
    MembersWithdrawn,
    TimeZoneChanged,
)


@subscribe(MembersAdded, queue="bulk")
def enrol_new_members(event: MembersAdded) -> None:
    services.enrol_members(cohort_id=event.cohort_id, people=event.person_ids)


@subscribe(MembersMoved, queue="bulk")
def follow_moved_members(event: MembersMoved) -> None:
    """Those of several cohorts are locked one cohort after the other, unless they all are before, in one order."""
    services.date_people(people=event.person_ids)
    leavers: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for person_id, from_cohort_id in zip(event.person_ids, event.from_cohort_ids, strict=True):
        leavers[from_cohort_id].append(person_id)
    for from_cohort_id, people in leavers.items():
        services.leave_cohort(cohort_id=from_cohort_id, people=people)
    services.enrol_members(cohort_id=event.to_cohort_id, people=event.person_ids)


@subscribe(MembersWithdrawn, queue="bulk")
def follow_withdrawn_members(event: MembersWithdrawn) -> None:
    services.leave_cohort(cohort_id=event.cohort_id, people=event.person_ids)


@subscribe(MembersRemoved, queue="bulk")
def forget_removed_members(event: MembersRemoved) -> None:
    services.drop_unstarted(people=event.person_ids)


@subscribe(MembershipPassed, queue="default")
def forget_who_passed_her_place(event: MembershipPassed) -> None:
    services.drop_unstarted(people=[event.from_person_id])


@subscribe(CohortCoursesChanged, queue="bulk")
def enrol_members_in_new_courses(event: CohortCoursesChanged) -> None:
    services.enrol_cohort(cohort_id=event.cohort_id)


@subscribe(CoursePublished, queue="bulk")
def enrol_cohorts_that_waited(event: CoursePublished) -> None:
    services.enrol_for_course(slug=event.course_slug)


@subscribe(CohortDeadlinesChanged, queue="bulk")
def unsettle_members(event: CohortDeadlinesChanged) -> None:
    services.unsettle_cohort(cohort_id=event.cohort_id)


@subscribe(DeadlinesUnsettled, queue="bulk")
def date_unsettled(event: DeadlinesUnsettled) -> None:
    services.date_people(people=event.person_ids)


@subscribe(TimeZoneChanged, queue="default")
def date_anew_elsewhere(event: TimeZoneChanged) -> None:
    services.date_people(people=[event.person_id])


@subscribe(Enrolled, queue="bulk")
def date_the_newly_enrolled(event: Enrolled) -> None:
    """Whoever changed a deadline at the same moment hasn't seen these."""
    services.date_enrolments(enrolments=event.enrolment_ids)
