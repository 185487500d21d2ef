from courses.enrolment.rules.completion import Standing, standing
from courses.enrolment.rules.logs import LESSON_KINDS, Fault, Told, in_our_time, read_event, verdict

__all__ = ["LESSON_KINDS", "Fault", "Standing", "Told", "in_our_time", "read_event", "standing", "verdict"]
