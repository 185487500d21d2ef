"""How far a learner of the demo has come, and when she did what: days before the demo was loaded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

VETTED = timedelta(days=60)
ENROLLED = timedelta(days=40)
SUBMITTED = timedelta(days=5)
REVIEWED = timedelta(days=2)
READING = timedelta(minutes=18)
LONG_AGO = timedelta(days=20)  # more than all the working days for which a mentor is waited for
HANDED_IN_AGAIN = timedelta(days=16)
BEGUN_READING = timedelta(days=15)
LESSON_EVERY = timedelta(days=2, hours=5)


@dataclass(frozen=True, slots=True)
class Stage:
    """`completes` the course; has a `project`; has `submitted` it. What became of it is said by the review."""

    claimed: bool = True
    completes: bool = False
    project: bool = False
    submitted: bool = False
    withdrawn: bool = False


STAGES = {
    "invited": Stage(claimed=False),
    "claimed": Stage(),
    "reading": Stage(),
    "completed": Stage(completes=True),
    "drafting": Stage(completes=True, project=True),
    "waiting": Stage(completes=True, project=True, submitted=True),
    "returned": Stage(completes=True, project=True, submitted=True),
    "declined": Stage(completes=True, project=True, submitted=True),
    "accepted": Stage(completes=True, project=True, submitted=True),
    "unheard": Stage(completes=True, project=True, submitted=True),
    "withdrawn": Stage(withdrawn=True),
}


def lessons_done(stage: Stage, told: int | None, total: int) -> int:
    if told is not None:
        return min(told, total)
    return total if stage.completes else 0


def lesson_time(loaded: datetime, position: int) -> datetime:
    """When the lesson at this position (from 1) was done."""
    return loaded - ENROLLED + position * LESSON_EVERY
