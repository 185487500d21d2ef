from courses.enrolment import services
from foundation.outbox import subscribe
from foundation.outbox.events.courses import CoursePublished
from foundation.outbox.events.foundation import CohortCoursesChanged, MemberAdded, MemberMoved, MemberWithdrawn


@subscribe(MemberAdded, queue="default")
def enrol_new_member(event: MemberAdded) -> None:
    services.enrol_cohort_member(person_id=event.person_id, cohort_id=event.cohort_id)


@subscribe(MemberMoved, queue="default")
def follow_moved_member(event: MemberMoved) -> None:
    services.leave_cohort(person_id=event.person_id, cohort_id=event.from_cohort_id)
    services.enrol_cohort_member(person_id=event.person_id, cohort_id=event.to_cohort_id)


@subscribe(MemberWithdrawn, queue="default")
def follow_withdrawn_member(event: MemberWithdrawn) -> None:
    services.leave_cohort(person_id=event.person_id, cohort_id=event.cohort_id)


@subscribe(CohortCoursesChanged, queue="bulk")
def enrol_members_in_new_courses(event: CohortCoursesChanged) -> None:
    services.enrol_cohort(cohort_id=event.cohort_id)


@subscribe(CoursePublished, queue="bulk")
def enrol_cohorts_that_waited(event: CoursePublished) -> None:
    services.enrol_for_course(slug=event.course_slug)
