from courses.enrolment.rules.logs import Fault, Told, in_our_time, read_event, verdict

__all__ = ["Fault", "Told", "in_our_time", "read_event", "verdict"]
