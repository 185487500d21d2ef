from courses.enrolment.rules.completion import Standing, standing
from courses.enrolment.rules.logs import Fault, Told, in_our_time, read_event, verdict

__all__ = ["Fault", "Standing", "Told", "in_our_time", "read_event", "standing", "verdict"]
