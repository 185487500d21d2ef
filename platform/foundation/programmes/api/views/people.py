from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from foundation.accounts.errors import AccountClosed, DoneSignInNext, UsernameTaken
from foundation.accounts.selectors import has_second_factor
from foundation.accounts.services import sign_in
from foundation.kernel.http import AllowAny, Answer, SignedIn, View, actor, operation
from foundation.kernel.http.problems import response as render
from foundation.programmes import errors, policies, selectors, services
from foundation.programmes.api.serializers import people as shapes
from foundation.programmes.models import Membership, RoleGrant
from foundation.programmes.services import ClaimCode


class MembersView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The members of a cohort whom I may see", query=shapes.MembersQuery, result=shapes.MemberOut, page="id"
    )
    def get(self, request: Request, cohort_id: UUID, *, query: dict[str, Any]) -> QuerySet[Membership]:
        return selectors.list_members(actor(request), cohort_id, **query)

    @operation(
        summary="Invite a new person into a cohort; the claim code is told this once",
        body=shapes.MemberIn,
        result=shapes.AddedMemberOut,
        status=201,
        problems=(errors.SeatsTaken, errors.LearnerNumberTaken),
    )
    def post(self, request: Request, cohort_id: UUID, *, body: dict[str, Any]) -> Answer:
        added = services.add_member(actor=actor(request), cohort_id=cohort_id, **body)
        return Answer(added, location=f"/api/v1/cohorts/{cohort_id}/members/{added.membership.id}")


class MemberView(View):
    permission_classes = [SignedIn]

    @operation(summary="One member", result=shapes.MemberOut)
    def get(self, request: Request, cohort_id: UUID, membership_id: UUID) -> Membership:
        return policies.get_membership_for(actor(request), cohort_id, membership_id)

    @operation(
        summary="Move, withdraw or correct a member",
        body=shapes.MemberPatch,
        result=shapes.MemberOut,
        problems=(errors.SeatsTaken, errors.LearnerNumberTaken, errors.Withdrawn, errors.OtherTerritory),
    )
    def patch(self, request: Request, cohort_id: UUID, membership_id: UUID, *, body: dict[str, Any]) -> Membership:
        return services.change_member(
            actor=actor(request), cohort_id=cohort_id, membership_id=membership_id, changes=body
        )


class ClaimCodeView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="A new claim code for a member; the one before is void",
        result=shapes.ClaimCodeOut,
        status=201,
        problems=(errors.Withdrawn, errors.OwnReset),
    )
    def post(self, request: Request, cohort_id: UUID, membership_id: UUID) -> ClaimCode:
        return services.new_claim_code(actor=actor(request), cohort_id=cohort_id, membership_id=membership_id)


class GrantsView(View):
    permission_classes = [SignedIn]

    @operation(summary="The roles that I hold or oversee, the newest first", result=shapes.GrantOut, page="-id")
    def get(self, request: Request) -> QuerySet[RoleGrant]:
        return policies.grants_visible_to(actor(request))

    @operation(
        summary="Give a role to someone, who is invited if she has no account",
        body=shapes.GrantIn,
        result=shapes.GrantOut,
        status=201,
        problems=(errors.AlreadyGranted,),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> RoleGrant:
        return services.give_role(actor=actor(request), **body)


class GrantView(View):
    permission_classes = [SignedIn]

    @operation(summary="Take a role back", problems=(errors.LastOffice,))
    def delete(self, request: Request, grant_id: UUID) -> None:
        services.revoke_grant(actor=actor(request), grant_id=grant_id)


class ClaimsView(View):
    permission_classes = [AllowAny]

    @operation(
        summary="An invitation becomes an account; signed in, its places become mine",
        body=shapes.ClaimIn,
        result=shapes.SignedInOut,
        problems=(
            errors.CodeUnknown,
            errors.CodeUsed,
            errors.CodeExpired,
            errors.AccountInUse,
            errors.AlreadyMember,
            UsernameTaken,
            AccountClosed,
            DoneSignInNext,
        ),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> dict[str, Any] | HttpResponse:
        """A code stands for the password, never for the second factor: whoever has one signs in herself."""
        caller = actor(request) if request.user.is_authenticated else None
        person = services.claim(**body, signed_in=caller, address=request.META["REMOTE_ADDR"])
        if person != caller and has_second_factor(person):
            return render(DoneSignInNext())
        return sign_in(person=person)
