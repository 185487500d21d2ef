from enum import StrEnum

NOT_STARTED = "not_started"  # beside `EnrolmentStatus`: enrolled, and nothing done yet


class StepKind(StrEnum):
    """What a learner may do next, in the order of what comes first."""

    CONSENT = "consent"
    DEADLINE = "deadline"
    REVISION = "revision"
    STAGE = "stage"
    QUIZ = "quiz"
    LESSON = "lesson"
    CERTIFICATE = "certificate"
    DECLARATION = "declaration"
    SHOWING = "showing"
    COURSE = "course"


class Why(StrEnum):
    """The reason that she is told; `notices` has its words."""

    GUARDIAN_TO_ANSWER = "guardian_to_answer"
    STATE_TO_OPEN = "state_to_open"
    COHORT_ENDS = "cohort_ends"
    COURSE_DUE = "course_due"
    COURSE_CLOSES = "course_closes"
    PROJECT_DUE = "project_due"
    WORK_RETURNED = "work_returned"
    STAGE_NEXT = "stage_next"
    QUIZ_BEGUN = "quiz_begun"
    QUIZ_NOT_PASSED = "quiz_not_passed"
    COURSE_BEGUN = "course_begun"
    COURSE_WAITS = "course_waits"
    CERTIFICATE_READY = "certificate_ready"
    WORK_TO_DECLARE = "work_to_declare"
    PROJECT_ACCEPTED = "project_accepted"
    PATH_GOES_ON = "path_goes_on"
    COURSE_OFFERED = "course_offered"
