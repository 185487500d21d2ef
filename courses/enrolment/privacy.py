from foundation.kernel.classification import Classification

LEARNING = Classification("personal", "five years after the last change, then counted only", "delete")
LOG = Classification("personal", "13 months after it came", "delete")

FIELDS: dict[str, Classification] = {
    "Enrolment.person": LEARNING,
    "Enrolment.course": LEARNING,
    "Enrolment.version": LEARNING,
    "Enrolment.status": LEARNING,
    "Enrolment.done": LEARNING,
    "Enrolment.total": LEARNING,
    "Enrolment.needed": LEARNING,
    "Enrolment.quizzes_left": LEARNING,
    "Enrolment.enrolled_at": LEARNING,
    "Enrolment.started_at": LEARNING,
    "Enrolment.active_at": LEARNING,
    "Enrolment.completed_at": LEARNING,
    "Enrolment.withdrawn_at": LEARNING,
    "Enrolment.due_at": LEARNING,
    "Enrolment.closes_at": LEARNING,
    "Enrolment.extended_on": LEARNING,
    "Enrolment.extended_at": LEARNING,
    "LessonProgress.pk": LEARNING,
    "LessonProgress.enrolment": LEARNING,
    "LessonProgress.lesson": LEARNING,
    "LessonProgress.completed_at": LEARNING,
    "LessonProgress.recorded_at": LEARNING,
    "ProgressEvent.person": LOG,
    "ProgressEvent.enrolment": LOG,
    "ProgressEvent.lesson": LOG,
    "ProgressEvent.kind": LOG,
    "ProgressEvent.occurred_at": LOG,
    "ProgressEvent.recorded_at": LOG,
}
