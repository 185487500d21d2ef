"""Files as answers: uploading lists them, and what no version lists any more is forgotten."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Sum

from foundation.accounts.models import User
from foundation.files.enums import FileStatus
from foundation.files.models import StoredFile
from foundation.files.services import digest_of, forget, store
from foundation.kernel.errors import NotFound
from foundation.kernel.ids import new_id
from foundation.programmes.services import refusing
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.errors import AlreadySubmitted, IdTaken, NotAFileQuestion, TooManyFiles, TooMuchTogether
from mentoring.projects.models import Project, ProjectFile, Submission
from mentoring.projects.policies import (
    files_of,
    get_own_submission,
    lock_own_submission,
    lock_project_of,
    lock_submission_of,
)
from mentoring.projects.rules import (
    MOST_BYTES,
    MOST_FILES,
    Answer,
    Question,
    file_question,
    kinds_of,
    limit_of,
    listed_in,
    questions_of,
    with_file,
    without_files,
)

PURPOSE = "project"


@transaction.atomic
def add_file(
    *, actor: User, submission_id: UUID, question: str, file: "File[Any]", file_id: UUID | None = None
) -> ProjectFile:
    """Keep the file and list it in the draft's answer. An id under which the same was sent for this question gives that file,
    unless something was found in it: a poor network sends things twice. Nothing is locked while the bytes travel, so what is
    asked before is asked again after. Raises what `files.services.store` raises."""
    draft = _get_draft(actor, submission_id)
    asked = file_asked(draft, question)
    sent = digest_of(file) if file_id else ""
    known = _uploaded_before(draft, question, file_id, sent)
    if known is None:
        check_room(draft.project, draft.answers, asked["key"], file.size)
    stored = None if known else store_answer(actor, asked, file)
    with dropped_unless_kept(stored):
        return _list(actor, submission_id, question, file_id or new_id(), sent, stored)


@transaction.atomic
def remove_file(*, actor: User, submission_id: UUID, file_id: UUID) -> Submission:
    """Out of the draft's answer. What was handed in before keeps it."""
    submission = _lock_draft(actor, submission_id)
    if str(file_id) not in listed_in(submission.answers):
        raise NotFound
    submission.answers = without_files(submission.answers, {str(file_id)})
    submission.advance(["answers"])
    forget_unlisted(submission.project, {str(file_id)})
    return submission


def uploaded_for(project: Project, stage: str) -> dict[str, set[str]]:
    """By question, the ids of its files, but those that were refused."""
    files: dict[str, set[str]] = {}
    uploaded = ProjectFile.objects.filter(project=project, stage=stage).exclude(file__status=FileStatus.REFUSED)
    for question, file_id in uploaded.values_list("question", "id"):
        files.setdefault(question, set()).add(str(file_id))
    return files


def without_refused(project: Project, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    listed = listed_in(answers)
    refused = ProjectFile.objects.filter(project=project, pk__in=listed, file__status=FileStatus.REFUSED)
    return without_files(answers, set(map(str, refused.values_list("pk", flat=True))) if listed else ())


def forget_unlisted(project: Project, file_ids: Collection[str]) -> None:
    """Those of these files that no version of the project lists any more. The caller holds its draft locked."""
    versions = Submission.objects.filter(project=project).values_list("answers", flat=True) if file_ids else ()
    listed = {file_id for answers in versions for file_id in listed_in(answers)}
    for unlisted in ProjectFile.objects.filter(project=project, pk__in=set(file_ids) - listed).select_related("file"):
        unlisted.delete()
        forget(file=unlisted.file)


def dropped(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> set[str]:
    return set(listed_in(before)) - set(listed_in(after))


def check_room(project: Project, answers: Mapping[str, Answer], key: str = "", size: int = 0) -> None:
    """Whether the files that are listed, and one of this size more in this answer, aren't too many or too large together."""
    if len(answers.get(key, ())) >= MOST_FILES:
        raise TooManyFiles(MOST_FILES)
    listed = ProjectFile.objects.filter(project=project, pk__in=listed_in(answers))
    if (listed.aggregate(bytes=Sum("file__bytes"))["bytes"] or 0) + size > MOST_BYTES:
        raise TooMuchTogether


def _lock_draft(actor: User, submission_id: UUID) -> Submission:
    return _still_draft(lock_own_submission(actor, submission_id))


def _get_draft(actor: User, submission_id: UUID) -> Submission:
    return _still_draft(get_own_submission(actor, submission_id))


def _still_draft(submission: Submission) -> Submission:
    if submission.status != SubmissionStatus.DRAFT:
        raise AlreadySubmitted
    return submission


def file_asked(submission: Submission, question: str) -> Question:
    asked = file_question(questions_of(submission.project.call.stages, submission.stage), question)
    if asked is None:
        raise NotAFileQuestion
    return asked


def _uploaded_before(submission: Submission, question: str, file_id: UUID | None, sent: str) -> ProjectFile | None:
    known = ProjectFile.objects.filter(pk=file_id).select_related("file").first() if file_id else None
    if known is None:
        return None
    same = (known.project_id, known.stage, known.question, known.file.sha256)
    if same != (submission.project_id, submission.stage, question, sent) or known.file.status == FileStatus.REFUSED:
        raise IdTaken
    return known


def store_answer(actor: User, asked: Question, file: "File[Any]") -> StoredFile:
    return store(
        owner_id=actor.pk,
        purpose=PURPOSE,
        name=file.name or "",
        content=file,
        max_bytes=limit_of(asked),
        accept=kinds_of(asked),
        keep=None,
        for_others=True,
    )


@contextmanager
def dropped_unless_kept(stored: StoredFile | None) -> Iterator[None]:
    """Its row goes with the transaction, what it stands for doesn't."""
    try:
        yield
    except Exception:
        if stored:
            stored.content.delete(save=False)
        raise


def _list(
    actor: User, submission_id: UUID, question: str, file_id: UUID, sent: str, stored: StoredFile | None
) -> ProjectFile:
    project = lock_project_of(actor, submission_id)
    submission = _still_draft(lock_submission_of(project, submission_id))
    known = _uploaded_before(submission, question, file_id, sent)
    kept = known.file if known else stored
    if kept is None:  # taken out on another device in this moment
        raise NotFound
    if known and stored:
        forget(file=stored)
    if str(file_id) not in listed_in(submission.answers):
        check_room(project, submission.answers, question, kept.bytes)
        if known is None:
            _add(project, submission, question, file_id, kept)
        submission.answers = with_file(submission.answers, question, str(file_id))
        submission.advance(["answers"])
    return files_of(submission, named=True).get(pk=file_id)


def _add(project: Project, submission: Submission, question: str, file_id: UUID, stored: StoredFile) -> None:
    """Under a number that no file of the project had, were it removed."""
    project.files_numbered += 1
    project.save(update_fields=["files_numbered"])
    place = {"project": project, "stage": submission.stage, "question": question}
    with refusing({"projects_projectfile_pkey": IdTaken}):
        ProjectFile.objects.create(id=file_id, number=project.files_numbered, file=stored, **place)
