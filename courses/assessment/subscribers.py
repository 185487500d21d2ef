from courses.assessment import services
from foundation.outbox import subscribe
from foundation.outbox.events.courses import LearnersMoved


@subscribe(LearnersMoved, queue="bulk")
def carry_attempts_of_moved_learners(event: LearnersMoved) -> None:
    services.carry_attempts(enrolments=event.enrolment_ids)
