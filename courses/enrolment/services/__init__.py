from courses.enrolment.services.enrolling import enrol, withdraw
from courses.enrolment.services.following import (
    drop_unstarted,
    enrol_cohort,
    enrol_for_course,
    enrol_members,
    leave_cohort,
)
from courses.enrolment.services.progress import complete_lesson

__all__ = [
    "complete_lesson",
    "drop_unstarted",
    "enrol",
    "enrol_cohort",
    "enrol_for_course",
    "enrol_members",
    "leave_cohort",
    "withdraw",
]
