from foundation.outbox import subscribe
from foundation.outbox.events.mentoring import MentorSuspended
from mentoring.reviews import services


@subscribe(MentorSuspended, queue="default")
def free_leases(event: MentorSuspended) -> None:
    services.free_leases_of_suspended(mentor_id=event.mentor_id)
