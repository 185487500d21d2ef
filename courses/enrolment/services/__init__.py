from courses.enrolment.services.enrolling import enrol, withdraw
from courses.enrolment.services.following import (
    enrol_cohort,
    enrol_cohort_member,
    enrol_for_course,
    leave_cohort,
)
from courses.enrolment.services.progress import complete_lesson

__all__ = [
    "complete_lesson",
    "enrol",
    "enrol_cohort",
    "enrol_cohort_member",
    "enrol_for_course",
    "leave_cohort",
    "withdraw",
]
