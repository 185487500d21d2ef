from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.errors import ConsentRequired
from foundation.kernel.http import Answer, SignedIn, View, actor, operation
from mentoring.projects import errors
from mentoring.projects.api import serializers as shapes
from mentoring.projects.models import Call, Project, Submission
from mentoring.projects.policies import get_call_for, get_project_for, get_submission_for
from mentoring.projects.selectors import list_calls, list_projects, list_submissions
from mentoring.projects.services import (
    begin_project,
    begin_submission,
    change_call,
    change_project,
    create_call,
    save_answers,
    submit_submission,
)

NEWEST = ("-created_at", "-id")


class CallsView(View):
    permission_classes = [SignedIn]

    @operation(summary="The calls I may read, oldest first", query=shapes.CallsQuery, result=shapes.CallOut, page="id")
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Call]:
        return list_calls(actor(request), **query)

    @operation(
        summary="Open a call (programme office, authors)",
        body=shapes.CallIn,
        result=shapes.CallOut,
        status=201,
        problems=(errors.CallNotRight, errors.UnknownProgramme),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        call = create_call(actor=actor(request), **body)
        return Answer(call, location=f"/api/v1/calls/{call.id}")


class CallView(View):
    permission_classes = [SignedIn]

    @operation(summary="One call", result=shapes.CallOut)
    def get(self, request: Request, call_id: UUID) -> Call:
        return get_call_for(actor(request), call_id)

    @operation(
        summary="Change a call (programme office, authors)",
        body=shapes.CallPatch,
        result=shapes.CallOut,
        revised=True,
        problems=(errors.CallInUse, errors.CallNotRight, errors.UnknownProgramme),
    )
    def patch(self, request: Request, call_id: UUID, *, body: dict[str, Any], revision: int | None) -> Call:
        return change_call(actor=actor(request), call_id=call_id, revision=revision, changes=body)


class ProjectsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The projects I may read, newest first",
        query=shapes.ProjectsQuery,
        result=shapes.ProjectOut,
        page=NEWEST,
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Project]:
        return list_projects(actor(request), **query)

    @operation(
        summary="Begin a project of my own; the same `id` again gives the same project",
        body=shapes.ProjectIn,
        result=shapes.ProjectOut,
        status=201,
        problems=(errors.CallClosed, errors.OneProjectOnly, errors.IdTaken, errors.UnknownCall),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        identity = {"project_id": body.pop("id", None), "call_id": body.pop("call")}
        project = begin_project(actor=actor(request), **identity, **body)
        return Answer(project, location=f"/api/v1/projects/{project.id}")


class ProjectView(View):
    permission_classes = [SignedIn]

    @operation(summary="One project", result=shapes.ProjectOut)
    def get(self, request: Request, project_id: UUID) -> Project:
        return get_project_for(actor(request), project_id)

    @operation(
        summary="Change my project",
        body=shapes.ProjectPatch,
        result=shapes.ProjectOut,
        revised=True,
        problems=(errors.ProjectNotYours,),
    )
    def patch(self, request: Request, project_id: UUID, *, body: dict[str, Any], revision: int | None) -> Project:
        return change_project(actor=actor(request), project_id=project_id, revision=revision, changes=body)


class ProjectSubmissionsView(View):
    permission_classes = [SignedIn]

    @operation(summary="What a project has handed in, newest first", result=shapes.SubmissionOut, page=NEWEST)
    def get(self, request: Request, project_id: UUID) -> QuerySet[Submission]:
        return list_submissions(actor(request), project_id)

    @operation(
        summary="Begin the next draft of my project's stage; the same `id` again gives the same draft",
        body=shapes.SubmissionIn,
        result=shapes.SubmissionOut,
        status=201,
        problems=(errors.SubmissionOpen, errors.ProjectNotYours, errors.IdTaken, errors.AnswersNotRight),
    )
    def post(self, request: Request, project_id: UUID, *, body: dict[str, Any]) -> Answer:
        submission = begin_submission(
            actor=actor(request), project_id=project_id, submission_id=body.get("id"), answers=body["answers"]
        )
        return Answer(submission, location=f"/api/v1/submissions/{submission.id}")


class SubmissionView(View):
    permission_classes = [SignedIn]

    @operation(summary="One submission", result=shapes.SubmissionOut)
    def get(self, request: Request, submission_id: UUID) -> Submission:
        return get_submission_for(actor(request), submission_id)

    @operation(
        summary="Keep answers of my draft; null takes one away, what is not named stays",
        body=shapes.SubmissionPatch,
        result=shapes.SubmissionOut,
        revised=True,
        problems=(errors.AlreadySubmitted, errors.AnswersNotRight),
    )
    def patch(self, request: Request, submission_id: UUID, *, body: dict[str, Any], revision: int | None) -> Submission:
        answers = body.get("answers", {})
        return save_answers(actor=actor(request), submission_id=submission_id, revision=revision, answers=answers)


class SubmissionSubmitView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Hand my draft to the reviewers, once",
        result=shapes.SubmissionOut,
        problems=(errors.AlreadySubmitted, errors.CallClosed, errors.Incomplete, ConsentRequired),
    )
    def post(self, request: Request, submission_id: UUID) -> Submission:
        return submit_submission(actor=actor(request), submission_id=submission_id, now=clock.now())
