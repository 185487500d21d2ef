from datetime import datetime

from courses.enrolment import rules
from courses.enrolment.models import Enrolment


def is_closed(enrolment: Enrolment, moment: datetime) -> bool:
    """Whether what is done then counts no more."""
    return rules.is_closed(enrolment.closes_at, moment)
