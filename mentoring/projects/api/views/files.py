from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from foundation.files.errors import EmptyFile, WrongType
from foundation.kernel.clock import now
from foundation.kernel.http import Answer, MultiPartParser, SignedIn, View, actor, attachment, operation
from mentoring.projects import errors
from mentoring.projects.api import serializers as shapes
from mentoring.projects.models import ProjectFile
from mentoring.projects.policies import files_for, get_content_for
from mentoring.projects.selectors import name_of_file
from mentoring.projects.services import add_file, remove_file, replace_file


class SubmissionFilesView(View):
    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser]

    @operation(
        summary="The files of a submission, in the order in which they came",
        result=shapes.ProjectFileOut,
        page="number",
    )
    def get(self, request: Request, submission_id: UUID) -> QuerySet[ProjectFile]:
        return files_for(actor(request), submission_id)

    @operation(
        summary="Add a file to my draft's answer; the `ETag` is the draft's new one",
        body=shapes.FileIn,
        result=shapes.ProjectFileOut,
        status=201,
        problems=(
            errors.AlreadySubmitted,
            errors.NotAFileQuestion,
            errors.TooManyFiles,
            errors.TooMuchTogether,
            errors.IdTaken,
            WrongType,
            EmptyFile,
        ),
    )
    def post(self, request: Request, submission_id: UUID, *, body: dict[str, Any]) -> Answer:
        identity = {"submission_id": submission_id, "file_id": body.pop("id", None)}
        file = add_file(actor=actor(request), **identity, **body)
        return Answer(file, location=f"/api/v1/submissions/{submission_id}/files/{file.id}")


class SubmissionFileView(View):
    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser]

    @operation(summary="What is in a file, once it was found clean", media="application/octet-stream")
    def get(self, request: Request, submission_id: UUID, file_id: UUID) -> HttpResponseBase:
        found = get_content_for(actor(request), submission_id, file_id)
        name, file = name_of_file(found), found.file
        return attachment(file.content.open("rb"), name=name, media_type=file.media_type)

    @operation(
        summary="Put another file in the place of one that was refused after it was handed in",
        body=shapes.ReplacementIn,
        result=shapes.ProjectFileOut,
        problems=(errors.FileStands, errors.NotWaiting, errors.TooMuchTogether, WrongType, EmptyFile),
    )
    def put(self, request: Request, submission_id: UUID, file_id: UUID, *, body: dict[str, Any]) -> ProjectFile:
        return replace_file(actor=actor(request), submission_id=submission_id, file_id=file_id, now=now(), **body)

    @operation(summary="Take a file out of my draft's answer", problems=(errors.AlreadySubmitted,))
    def delete(self, request: Request, submission_id: UUID, file_id: UUID) -> None:
        remove_file(actor=actor(request), submission_id=submission_id, file_id=file_id)
