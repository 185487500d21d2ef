from foundation.outbox import subscribe
from foundation.outbox.events.courses import LearningStarted
from foundation.programmes import services


@subscribe(LearningStarted, queue="default")
def note_that_learning_started(event: LearningStarted) -> None:
    services.note_started(person_id=event.person_id, course_slug=event.course_slug)
