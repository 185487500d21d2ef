from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel.http import Answer, SignedIn, View, actor, operation
from foundation.kernel.joining import Joined
from mentoring.projects import errors
from mentoring.projects.api import serializers as shapes
from mentoring.projects.models import Project
from mentoring.projects.policies import get_project_for
from mentoring.projects.selectors import list_projects
from mentoring.projects.services import (
    begin_project,
    change_project,
)

NEWEST = ("-created_at", "-id")


class ProjectsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The projects I may read, newest first",
        query=shapes.ProjectsQuery,
        result=shapes.ProjectOut,
        page=NEWEST,
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Project] | Joined[Project]:
        return list_projects(actor(request), **query)

    @operation(
        summary="Begin a project of my own; the same `id` again gives the same project",
        body=shapes.ProjectIn,
        result=shapes.ProjectOut,
        status=201,
        problems=(
            errors.CallClosed,
            errors.CallNotOpenYet,
            errors.NotForYou,
            errors.OneProjectOnly,
            errors.IdTaken,
            errors.UnknownCall,
            errors.UnknownCohort,
        ),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        places = {"call_id": body.pop("call"), "cohort_id": body.pop("cohort", None)}
        identity = {"project_id": body.pop("id", None), **places}
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
