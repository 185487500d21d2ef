from courses.enrolment.rules.completion import Asked, Standing, asked, needed, recounted, standing
from courses.enrolment.rules.deadlines import Due, Term, due, is_closed
from courses.enrolment.rules.logs import LESSON_KINDS, Fault, Told, in_our_time, read_event, verdict

__all__ = [
    "LESSON_KINDS",
    "Asked",
    "Due",
    "Fault",
    "Standing",
    "Term",
    "Told",
    "asked",
    "due",
    "in_our_time",
    "is_closed",
    "needed",
    "read_event",
    "recounted",
    "standing",
    "verdict",
]
