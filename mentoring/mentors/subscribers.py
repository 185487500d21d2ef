from foundation.outbox import subscribe
from foundation.outbox.events.foundation import FileRefused
from mentoring.mentors import services


@subscribe(FileRefused, queue="default")
def tell_refused(event: FileRefused) -> None:
    services.tell_refused(stored_id=event.file_id)
