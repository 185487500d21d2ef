"""What was handed in stays as it was, but for a file in which something was found: another may take its place until the work
is decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.files.enums import FileStatus
from foundation.files.models import StoredFile
from foundation.files.services import digest_of, forget
from foundation.programmes.policies import one
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.errors import FileStands, NotWaiting
from mentoring.projects.models import ProjectFile, Submission
from mentoring.projects.policies import files_of, get_own_submission, lock_own_project, lock_own_submission
from mentoring.projects.rules import without_files
from mentoring.projects.services.files import check_room, dropped_unless_kept, file_asked, store_answer


@transaction.atomic
def replace_file(*, actor: User, submission_id: UUID, file_id: UUID, file: "File[Any]", now: datetime) -> ProjectFile:
    """Under the same id, so that no answer changes. The same sent again is kept once. Nothing is locked while the bytes
    travel, so what is asked before is asked again after. Raises what `files.services.store` raises."""
    submission = get_own_submission(actor, submission_id)
    place = _place_of(submission, file_id, digest_of(file))
    if place.file.status != FileStatus.REFUSED:
        return place
    check_room(submission.project, without_files(submission.answers, {str(file_id)}), size=file.size)
    stored = store_answer(actor, file_asked(submission, place.question), file)
    with dropped_unless_kept(stored):
        return _put(actor, submission, file_id, stored, now)


def _put(actor: User, submission: Submission, file_id: UUID, stored: StoredFile, now: datetime) -> ProjectFile:
    lock_own_project(actor, submission.project_id)
    place = _place_of(lock_own_submission(actor, submission.pk), file_id, stored.sha256)
    refused = place.file
    if refused.status != FileStatus.REFUSED:  # it was sent twice at once
        forget(file=stored)
        return place
    place.file, place.replaced_at = stored, now
    place.save(update_fields=["file", "replaced_at"])
    forget(file=refused)
    record(actor_id=actor.id, action="project_file.replaced", subject_type="project_file", subject_id=place.pk)
    return place


def _place_of(submission: Submission, file_id: UUID, sent: str) -> ProjectFile:
    """That of a refused file, while somebody may still read another there, or of this one if it came before."""
    place = one(files_of(submission, named=True).filter(pk=file_id))
    if place.file.status != FileStatus.REFUSED:
        if place.replaced_at and place.file.sha256 == sent:
            return place
        raise FileStands
    if submission.status not in (SubmissionStatus.SUBMITTED, SubmissionStatus.IN_REVIEW):
        raise NotWaiting
    return place
