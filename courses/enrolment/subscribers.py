from courses.enrolment import services
from foundation.outbox import subscribe
from foundation.outbox.events.courses import CoursePublished
from foundation.outbox.events.foundation import CohortCoursesChanged, MembersAdded, MembersMoved, MembersWithdrawn


@subscribe(MembersAdded, queue="default")
def enrol_new_members(event: MembersAdded) -> None:
    for person_id in event.person_ids:
        services.enrol_cohort_member(person_id=person_id, cohort_id=event.cohort_id)


@subscribe(MembersMoved, queue="default")
def follow_moved_members(event: MembersMoved) -> None:
    for person_id, from_cohort_id in zip(event.person_ids, event.from_cohort_ids, strict=True):
        services.leave_cohort(person_id=person_id, cohort_id=from_cohort_id)
        services.enrol_cohort_member(person_id=person_id, cohort_id=event.to_cohort_id)


@subscribe(MembersWithdrawn, queue="default")
def follow_withdrawn_members(event: MembersWithdrawn) -> None:
    for person_id in event.person_ids:
        services.leave_cohort(person_id=person_id, cohort_id=event.cohort_id)


@subscribe(CohortCoursesChanged, queue="bulk")
def enrol_members_in_new_courses(event: CohortCoursesChanged) -> None:
    services.enrol_cohort(cohort_id=event.cohort_id)


@subscribe(CoursePublished, queue="bulk")
def enrol_cohorts_that_waited(event: CoursePublished) -> None:
    services.enrol_for_course(slug=event.course_slug)
