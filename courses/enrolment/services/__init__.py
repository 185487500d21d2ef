from courses.enrolment.services.bundling import Bundle, bundle_for, bundle_keys
from courses.enrolment.services.deadlines import date_enrolments, date_people, unsettle_cohort
from courses.enrolment.services.enrolling import enrol, start_path, withdraw
from courses.enrolment.services.following import (
    drop_unstarted,
    enrol_cohort,
    enrol_for_course,
    enrol_members,
    leave_cohort,
)
from courses.enrolment.services.forgetting import forget_logs
from courses.enrolment.services.logs import Heard, Result, Taker, Why, keep_log
from courses.enrolment.services.previewing import Preview, preview_publication
from courses.enrolment.services.progress import complete_lesson, pass_quiz
from courses.enrolment.services.publishing import Publication, publish_for_learners
from courses.enrolment.services.quizzes import take_part
from courses.enrolment.services.recomputing import recompute_completion
from courses.enrolment.services.reopening import close_again, reopen

__all__ = [
    "Bundle",
    "Heard",
    "Preview",
    "Publication",
    "Result",
    "Taker",
    "Why",
    "bundle_for",
    "bundle_keys",
    "close_again",
    "complete_lesson",
    "date_enrolments",
    "date_people",
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
    "reopen",
    "start_path",
    "take_part",
    "unsettle_cohort",
    "withdraw",
]
