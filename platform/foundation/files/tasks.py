import logging
from uuid import UUID

from celery import shared_task

from foundation.files import gateways, services
from foundation.files.errors import NotScanned
from foundation.files.models import StoredFile
from foundation.kernel import clock
from foundation.outbox import ask

logger = logging.getLogger(__name__)
BATCH = 10


@shared_task(name="files.forget_expired", time_limit=300)
def forget_expired(**_: object) -> None:
    services.forget_expired()


@shared_task(name="files.scan", time_limit=240)
def scan(*, file_id: str, **_: object) -> None:
    for file in services.claim_scans(at=clock.now(), limit=1, file_id=UUID(file_id)):
        _scan(file)


@shared_task(name="files.sweep_scans", time_limit=240)
def sweep_scans(**_: object) -> None:
    """One at a time, so that each has the whole time of a scan; the first that could not be scanned ends it."""
    for _turn in range(BATCH):
        files = services.claim_scans(at=clock.now(), limit=1)
        if not all(map(_scan, files)) or not files:
            return
    ask("files.sweep_scans")


def _scan(file: StoredFile) -> bool:
    try:
        with file.content.open("rb") as content:
            finding = gateways.scan(content)
    except (NotScanned, OSError) as error:
        code = getattr(error, "code", type(error).__name__)
        logger.warning("file not scanned", extra={"id": str(file.pk), "code": code})
        services.mark_unscanned(file=file, error=code, at=clock.now())
        return False
    services.mark_scanned(file=file, finding=finding)
    return True
