from foundation.kernel.clock import now
from foundation.outbox import subscribe
from foundation.outbox.events.foundation import FileRefused
from mentoring.projects import services


@subscribe(FileRefused, queue="default")
def drop_refused(event: FileRefused) -> None:
    services.drop_refused(stored_id=event.file_id, now=now())
