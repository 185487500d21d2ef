from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from foundation.files.errors import EmptyFile, WrongType
from foundation.kernel import clock
from foundation.kernel.http import Answer, MultiPartParser, SignedIn, View, actor, attachment, operation
from mentoring.mentors import errors, policies, selectors, services
from mentoring.mentors.api import serializers as shapes
from mentoring.mentors.models import Conflict, Mentor, Pause, Suspension, Vetting


class MentorsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The mentors, for staff, each with pause, vettings and whether suspended",
        query=shapes.MentorsQuery,
        result=shapes.MentorOut,
        page="id",
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Mentor]:
        return selectors.list_mentors(actor(request), **query)


class OwnProfileView(View):
    permission_classes = [SignedIn]

    @operation(summary="My profile as a mentor, and how I stand", result=shapes.MentorOut)
    def get(self, request: Request) -> Mentor:
        return selectors.own_profile(actor(request))

    @operation(
        summary="Fill in or change my profile as a mentor",
        body=shapes.MentorPatch,
        result=shapes.MentorOut,
        problems=(errors.UnknownState, errors.ProfileNotRight),
    )
    def patch(self, request: Request, *, body: dict[str, Any]) -> Mentor:
        return services.change_profile(actor=actor(request), changes=body)


class PausesView(View):
    permission_classes = [SignedIn]

    @operation(summary="My pauses as a mentor, oldest first", result=shapes.PauseOut, page=("starts_on", "id"))
    def get(self, request: Request) -> QuerySet[Pause]:
        return selectors.list_pauses(actor(request))

    @operation(
        summary="Pause as a mentor: days of my time zone, the last one included",
        body=shapes.PauseIn,
        result=shapes.PauseOut,
        status=201,
        problems=(errors.ProfileNotRight,),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Pause:
        return services.add_pause(actor=actor(request), **body)


class PauseView(View):
    permission_classes = [SignedIn]

    @operation(summary="End or cancel a pause of mine")
    def delete(self, request: Request, pause_id: UUID) -> None:
        services.remove_pause(actor=actor(request), pause_id=pause_id)


class ConflictsView(View):
    permission_classes = [SignedIn]

    @operation(summary="The conflicts of interest that I declared, oldest first", result=shapes.ConflictOut, page="id")
    def get(self, request: Request) -> QuerySet[Conflict]:
        return selectors.list_conflicts(actor(request))

    @operation(
        summary="Declare whose work I should not see",
        body=shapes.ConflictIn,
        result=shapes.ConflictOut,
        status=201,
        problems=(errors.ProfileNotRight, errors.UnknownOrganisation, errors.TooManyConflicts),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Conflict:
        return services.declare_conflict(actor=actor(request), **body)


class ConflictView(View):
    permission_classes = [SignedIn]

    @operation(summary="Take back a conflict that I declared")
    def delete(self, request: Request, conflict_id: UUID) -> None:
        services.end_conflict(actor=actor(request), conflict_id=conflict_id, now=clock.now())


class SuspensionView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="A mentor's suspension (safeguarding officers, programme office)",
        result=shapes.SuspensionOut,
    )
    def get(self, request: Request, mentor_id: UUID) -> Suspension:
        return selectors.get_suspension(actor(request), mentor_id)

    @operation(
        summary="Keep a mentor away from young people, at once (safeguarding officers, programme office)",
        body=shapes.SuspensionIn,
        result=shapes.SuspensionOut,
        status=201,
        problems=(errors.AlreadySuspended,),
    )
    def post(self, request: Request, mentor_id: UUID, *, body: dict[str, Any]) -> Suspension:
        return services.suspend(actor=actor(request), mentor_id=mentor_id, now=clock.now(), **body)

    @operation(summary="Lift a suspension; the mentor's desk comes back and nothing else")
    def delete(self, request: Request, mentor_id: UUID) -> None:
        services.lift_suspension(actor=actor(request), mentor_id=mentor_id, now=clock.now())


class VettingsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="My vettings, and those that I may decide, newest first",
        query=shapes.VettingsQuery,
        result=shapes.VettingOut,
        page="-id",
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Vetting]:
        return selectors.list_vettings(actor(request), **query)

    @operation(
        summary="Ask a state to vet me as a mentor",
        body=shapes.VettingIn,
        result=shapes.VettingOut,
        status=201,
        problems=(errors.AlreadyRequested, errors.UnknownState),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        vetting = services.request_vetting(actor=actor(request), **body)
        return Answer(vetting, location=f"/api/v1/vettings/{vetting.id}")


class VettingView(View):
    permission_classes = [SignedIn]

    @operation(summary="One vetting", result=shapes.VettingOut)
    def get(self, request: Request, vetting_id: UUID) -> Vetting:
        return policies.get_vetting_for(actor(request), vetting_id)

    @operation(summary="Take my request back, with its files", problems=(errors.VettingDecided,))
    def delete(self, request: Request, vetting_id: UUID) -> None:
        services.withdraw_request(actor=actor(request), vetting_id=vetting_id)


class EvidenceView(View):
    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser]

    @operation(
        summary="Add evidence to my request",
        body=shapes.EvidenceIn,
        result=shapes.VettingOut,
        status=201,
        problems=(errors.VettingDecided, errors.TooMuchEvidence, WrongType, EmptyFile),
    )
    def post(self, request: Request, vetting_id: UUID, *, body: dict[str, Any]) -> Vetting:
        return services.add_evidence(actor=actor(request), vetting_id=vetting_id, **body)


class EvidenceContentView(View):
    permission_classes = [SignedIn]

    @operation(summary="A piece of evidence, for its mentor and for who decides", media="application/octet-stream")
    def get(self, request: Request, vetting_id: UUID, evidence_id: UUID) -> HttpResponseBase:
        file = policies.get_evidence_for(actor(request), vetting_id, evidence_id)
        return attachment(file.content.open("rb"), name=file.name, media_type=file.media_type)


class VettingDecideView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Grant or refuse a vetting (a state's coordinator, programme office)",
        body=shapes.DecisionIn,
        result=shapes.VettingOut,
        problems=(errors.VettingDecided, errors.EvidenceMissing),
    )
    def post(self, request: Request, vetting_id: UUID, *, body: dict[str, Any]) -> Vetting:
        return services.decide_vetting(actor=actor(request), vetting_id=vetting_id, now=clock.now(), **body)


class VettingRevokeView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Take a valid vetting back, at once",
        body=shapes.RevocationIn,
        result=shapes.VettingOut,
        problems=(errors.VettingNotValid,),
    )
    def post(self, request: Request, vetting_id: UUID, *, body: dict[str, Any]) -> Vetting:
        return services.revoke_vetting(actor=actor(request), vetting_id=vetting_id, now=clock.now(), **body)
