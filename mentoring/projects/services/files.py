"""Files as answers: uploading lists them, and what no version lists any more is forgotten."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from foundation.accounts.models import User
from foundation.files.enums import FileStatus
from foundation.files.services import forget, store
from foundation.kernel.errors import NotFound
from foundation.kernel.ids import new_id
from foundation.outbox import publish
from foundation.outbox.events.mentoring import ProjectFileRefused
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.errors import AlreadySubmitted, IdTaken, NotAFileQuestion, TooManyFiles, TooMuchTogether
from mentoring.projects.models import Project, ProjectFile, Submission
from mentoring.projects.policies import files_of, lock_own_submission, team_of
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
    """Keep the file and list it in the draft's answer. An id that a file of this question has already gives that one, unless
    something was found in it: a poor network sends things twice. Raises what `files.services.store` raises."""
    submission = _lock_draft(actor, submission_id)
    asked = file_question(questions_of(submission.project.call.stages, submission.stage), question)
    if asked is None:
        raise NotAFileQuestion
    known = _uploaded_before(submission, question, file_id) if file_id else None
    if known is None or str(known) not in listed_in(submission.answers):
        _check_room(submission, asked["key"], 0 if known else file.size)
        known = known or _upload(actor, submission, asked, file, file_id or new_id())
        submission.answers = with_file(submission.answers, question, str(known))
        submission.advance(["answers"])
    return files_of(submission, named=True).get(pk=known)


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


@transaction.atomic
def drop_refused(*, stored_id: UUID) -> None:
    """Something was found in a file: a draft loses it and the team is told. What was handed in stays as it was, and shows that
    it was refused."""
    file = ProjectFile.objects.filter(file=stored_id).select_related("project").first()
    if file is None:
        return
    Project.objects.select_for_update(no_key=True).get(pk=file.project_id)  # a draft may be about to begin
    drafts = Submission.objects.select_for_update(no_key=True).filter(project=file.project_id)
    draft = drafts.filter(status=SubmissionStatus.DRAFT).first()
    if draft and str(file.pk) in listed_in(draft.answers):
        draft.answers = without_files(draft.answers, {str(file.pk)})
        draft.advance(["answers"])
    handed_in = Submission.objects.filter(project=file.project_id).exclude(status=SubmissionStatus.DRAFT)
    publish(
        ProjectFileRefused(
            file_id=file.pk,
            project_id=file.project_id,
            handed_in=any(
                str(file.pk) in listed_in(answers) for answers in handed_in.values_list("answers", flat=True)
            ),
            person_ids=team_of(file.project_id),
        )
    )


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


def _lock_draft(actor: User, submission_id: UUID) -> Submission:
    submission = lock_own_submission(actor, submission_id)
    if submission.status != SubmissionStatus.DRAFT:
        raise AlreadySubmitted
    return submission


def _uploaded_before(submission: Submission, question: str, file_id: UUID) -> UUID | None:
    known = ProjectFile.objects.filter(pk=file_id).select_related("file").first()
    if known is None:
        return None
    place = (known.project_id, known.stage, known.question)
    if place != (submission.project_id, submission.stage, question) or known.file.status == FileStatus.REFUSED:
        raise IdTaken
    return known.pk


def _upload(actor: User, submission: Submission, asked: Question, file: "File[Any]", file_id: UUID) -> UUID:
    stored = store(
        owner_id=actor.pk,
        purpose=PURPOSE,
        name=file.name or "",
        content=file,
        max_bytes=limit_of(asked),
        accept=kinds_of(asked),
        keep=None,
        for_others=True,
    )
    last = ProjectFile.objects.filter(project=submission.project_id).aggregate(last=Max("number"))["last"]
    place = {"project": submission.project, "stage": submission.stage, "question": asked["key"]}
    try:
        with transaction.atomic():
            ProjectFile.objects.create(id=file_id, number=(last or 0) + 1, file=stored, **place)
    except IntegrityError as error:
        raise IdTaken from error
    return file_id


def _check_room(submission: Submission, key: str, size: int) -> None:
    if len(submission.answers.get(key, ())) >= MOST_FILES:
        raise TooManyFiles
    taken = files_of(submission, named=True).aggregate(bytes=Sum("file__bytes"))["bytes"] or 0
    if taken + size > MOST_BYTES:
        raise TooMuchTogether
