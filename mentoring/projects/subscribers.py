from foundation.consents.enums import Purpose
from foundation.kernel.clock import now
from foundation.outbox import subscribe
from foundation.outbox.events.foundation import ConsentsAnswered, FileRefused
from mentoring.projects import services


@subscribe(FileRefused, queue="default")
def drop_refused(event: FileRefused) -> None:
    services.drop_refused(stored_id=event.file_id, now=now())


@subscribe(ConsentsAnswered, queue="default")
def look_at_consents(event: ConsentsAnswered) -> None:
    if Purpose.MENTOR_CONTACT in (*event.granted, *event.refused):
        services.look_at_consents(person_ids=event.person_ids, now=now())
