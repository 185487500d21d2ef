from courses.enrolment.services.bundling import Bundle, bundle_for, bundle_keys
from courses.enrolment.services.enrolling import enrol, start_path, withdraw
from courses.enrolment.services.following import (
    drop_unstarted,
    enrol_cohort,
    enrol_for_course,
    enrol_members,
    leave_cohort,
)
from courses.enrolment.services.forgetting import forget_logs
from courses.enrolment.services.logs import Heard, Result, Taker, keep_log
from courses.enrolment.services.previewing import Preview, preview_publication
from courses.enrolment.services.progress import complete_lesson, pass_quiz
from courses.enrolment.services.publishing import Publication, publish_for_learners
from courses.enrolment.services.quizzes import take_part
from courses.enrolment.services.recomputing import recompute_completion

__all__ = [
    "Bundle",
    "Heard",
    "Preview",
    "Publication",
    "Result",
    "Taker",
    "bundle_for",
    "bundle_keys",
    "complete_lesson",
    "drop_unstarted",
    "enrol",
    "enrol_cohort",
    "enrol_for_course",
    "enrol_members",
    "forget_logs",
    "keep_log",
    "leave_cohort",
    "pass_quiz",
    "preview_publication",
    "publish_for_learners",
    "recompute_completion",
    "start_path",
    "take_part",
    "withdraw",
]
