"""A package on its way in: taken at once, checked and imported by a batch."""

import time
from collections.abc import Generator, Iterable, Iterator
from typing import Any

from django.core.files import File
from django.db import transaction

from courses.authoring.enums import ImportStatus
from courses.authoring.errors import Fault
from courses.authoring.models import PackageImport
from courses.authoring.policies import is_author
from courses.authoring.rules.files import MAX_ARCHIVE_BYTES
from courses.authoring.services.checking import Report, check_in_steps
from courses.authoring.services.importing import bring_in, warnings_here
from courses.catalogue.policies import require_author
from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.batches.errors import Hopeless
from foundation.batches.models import Batch
from foundation.batches.services import Chunk, Job, register, start
from foundation.files.enums import MediaType
from foundation.files.services import forget, open_local, store

KIND = "authoring.import"
PURPOSE = "course-package"
ARCHIVE = "package.zip"  # its own name may say who sent it
MOST_FAULTS = 1_000
CHUNK = 1.0  # seconds


@transaction.atomic
def upload_package(*, actor: User, file: "File[Any]") -> PackageImport:
    """Raises what `files.services.store` raises."""
    require_author(actor)
    stored = store(
        owner_id=actor.pk,
        purpose=PURPOSE,
        name=file.name or "",
        content=file,
        max_bytes=MAX_ARCHIVE_BYTES,
        accept=(MediaType.ZIP,),
    )
    coming = PackageImport.objects.create(uploaded_by=actor, file=stored)
    coming.batch = start(kind=KIND, owner_id=actor.pk, subject_id=coming.pk)
    coming.save(update_fields=["batch"])
    record(actor_id=actor.pk, action="course_package_uploaded", subject_type="package_import", subject_id=coming.pk)
    return coming


def register_job() -> None:
    register(Job(kind=KIND, work=work, finish=forget_file, give_up=give_up))


def work(batch: Batch) -> Iterator[Chunk]:
    coming = PackageImport.objects.select_related("file").get(batch=batch)
    if coming.status != ImportStatus.CHECKING:
        return
    if coming.file is None:
        raise Hopeless("file_gone")
    with open_local(coming.file) as path:
        report, last = yield from _checked(check_in_steps(path, ARCHIVE), batch.done)
    _conclude(coming, report, _author_of(batch))
    yield last


def _checked(steps: Generator[int, None, Report], done: int) -> Generator[Chunk, None, tuple[Report, Chunk]]:
    """Counts the files anew, in silence as far as they were counted before; the last chunk is the caller's to yield."""
    seen, total, due = 0, None, time.monotonic() + CHUNK
    while True:
        try:
            total = next(steps)
        except StopIteration as end:
            return end.value, Chunk(seen - done, total=total)
        seen += 1
        if seen > done and time.monotonic() > due:
            yield Chunk(seen - done, total=total)
            done, due = seen, time.monotonic() + CHUNK


def _author_of(batch: Batch) -> User:
    """Who has no name here is not the operator, and a right may have been lost meanwhile."""
    if batch.owner is None or not is_author(batch.owner):
        raise Hopeless("forbidden")
    return batch.owner


def _conclude(coming: PackageImport, report: Report, author: User) -> None:
    coming.faults, coming.fault_count = _kept(report.faults), len(report.faults)
    asked = report.draft.prerequisites if report.draft else []
    warnings = [*warnings_here(asked), *report.warnings]
    coming.warnings, coming.warning_count = _kept(warnings), len(warnings)
    coming.status = ImportStatus.REFUSED
    if report.draft:
        coming.version = bring_in(author, report.draft, report)
        coming.status = ImportStatus.IMPORTED
    coming.save(update_fields=["faults", "fault_count", "warnings", "warning_count", "status", "version"])


def _kept(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    told = [{"file": f.file, "line": f.line, "code": f.code, "values": dict(f.values)} for f in faults]
    return told[:MOST_FAULTS]


def give_up(batch: Batch) -> None:
    waiting = PackageImport.objects.filter(batch=batch, status=ImportStatus.CHECKING)
    waiting.update(status=ImportStatus.FAILED, problem=batch.problem or "stopped")
    forget_file(batch)


def forget_file(batch: Batch) -> None:
    """What was imported is kept with its version."""
    coming = PackageImport.objects.select_related("file").filter(batch=batch).first()
    if coming and coming.file:
        forget(file=coming.file)
