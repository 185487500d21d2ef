from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.errors import ConsentRequired
from foundation.kernel.http import Answer, SignedIn, View, actor, operation
from mentoring.projects import errors
from mentoring.projects.api import serializers as shapes
from mentoring.projects.models import TeamMember
from mentoring.projects.selectors import list_team
from mentoring.projects.services import (
    change_member,
    drop_join_code,
    join_team,
    leave_team,
    let_member_go,
    make_join_code,
)
from mentoring.projects.services.teams import ShownCode

JOINING = (
    errors.JoinCodeUnknown,
    errors.ProjectNotYours,
    errors.CallClosed,
    errors.CallNotOpenYet,
    errors.NotForYou,
    errors.AgesMixed,
    errors.TeamFull,
    errors.OneProjectOnly,
    ConsentRequired,
)


class TeamsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Join a project's team by its code",
        body=shapes.JoinIn,
        result=shapes.ProjectOut,
        status=201,
        problems=JOINING,
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        project = join_team(actor=actor(request), now=clock.now(), **body)
        return Answer(project, location=f"/api/v1/projects/{project.id}")


class JoinCodeView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="A new code to join my team (its lead); the one before is void",
        body=shapes.JoinCodeIn,
        result=shapes.JoinCodeOut,
        status=201,
        problems=(errors.ProjectNotYours, errors.NoCohort, errors.UnknownCohort, errors.TeamFull),
    )
    def post(self, request: Request, project_id: UUID, *, body: dict[str, Any]) -> ShownCode:
        cohort_id = body.get("cohort")
        return make_join_code(actor=actor(request), project_id=project_id, now=clock.now(), cohort_id=cohort_id)

    @operation(summary="Let nobody join by the code any more (the team's lead)")
    def delete(self, request: Request, project_id: UUID) -> None:
        drop_join_code(actor=actor(request), project_id=project_id)


class ProjectMembersView(View):
    permission_classes = [SignedIn]

    @operation(summary="Who is in a project's team", result=shapes.TeamMemberOut, page=("joined_at", "id"))
    def get(self, request: Request, project_id: UUID) -> QuerySet[TeamMember]:
        return list_team(actor(request), project_id)

    @operation(
        summary="Join this project's team by its code",
        body=shapes.JoinIn,
        result=shapes.ProjectOut,
        status=201,
        problems=JOINING,
    )
    def post(self, request: Request, project_id: UUID, *, body: dict[str, Any]) -> Answer:
        project = join_team(actor=actor(request), now=clock.now(), project_id=project_id, **body)
        return Answer(project, location=f"/api/v1/projects/{project.id}")


class ProjectMemberView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Change my role in the team; as its lead anybody's, and who leads",
        body=shapes.TeamMemberPatch,
        result=shapes.TeamMemberOut,
        problems=(errors.NotTheLead,),
    )
    def patch(self, request: Request, project_id: UUID, member_id: UUID, *, body: dict[str, Any]) -> TeamMember:
        return change_member(actor=actor(request), project_id=project_id, member_id=member_id, changes=body)

    @operation(
        summary="Leave the team; as its lead, let somebody go",
        problems=(errors.ProjectNotYours, errors.LeadStays, errors.LastStays),
    )
    def delete(self, request: Request, project_id: UUID, member_id: UUID) -> None:
        leave_team(actor=actor(request), project_id=project_id, member_id=member_id, now=clock.now())


class LettingGoView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="As staff, let somebody go from a team; of a lead, whoever has been there longest leads it then",
        body=shapes.LetGoIn,
        problems=(errors.ProjectNotYours, errors.LastStays),
    )
    def post(self, request: Request, project_id: UUID, member_id: UUID, *, body: dict[str, Any]) -> None:
        let_member_go(
            actor=actor(request), project_id=project_id, member_id=member_id, reason=body["reason"], now=clock.now()
        )
