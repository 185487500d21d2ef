from courses.enrolment.rules.completion import Asked, Standing, asked, needed, recounted, standing
from courses.enrolment.rules.logs import LESSON_KINDS, Fault, Told, in_our_time, read_event, verdict

__all__ = [
    "LESSON_KINDS",
    "Asked",
    "Fault",
    "Standing",
    "Told",
    "asked",
    "in_our_time",
    "needed",
    "read_event",
    "recounted",
    "standing",
    "verdict",
]
