from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.consents import errors, policies, selectors, services
from foundation.consents.api import serializers as shapes
from foundation.consents.enums import Purpose
from foundation.consents.selectors import Letter, Me
from foundation.consents.services import Attested
from foundation.kernel.http import AllowAny, SignedIn, View, actor, operation
from foundation.programmes.models import Membership

LINK = (errors.LinkUnknown, errors.LinkExpired, errors.NothingToAsk)


class MeView(View):
    permission_classes = [SignedIn]

    @operation(summary="Who I am and what I may do", result=shapes.MeOut)
    def get(self, request: Request) -> Me:
        return selectors.me(actor(request))

    @operation(summary="Change what I may change of myself", body=shapes.MePatch, result=shapes.MeOut)
    def patch(self, request: Request, *, body: dict[str, Any]) -> Me:
        return services.change_me(actor=actor(request), changes=body)


class MyConsentsView(View):
    permission_classes = [SignedIn]

    @operation(summary="What I may do, and what my guardian decided about it", result=shapes.MyConsentsOut)
    def get(self, request: Request) -> dict[str, Any]:
        return {"purposes": selectors.consents_of(actor(request))}


class GuardianConsentView(View):
    """The link is the proof. Whoever is signed in may read and not answer: nobody consents for herself."""

    permission_classes = [AllowAny]

    @operation(summary="What a guardian is asked about a learner", result=shapes.LetterOut, problems=LINK)
    def get(self, request: Request, token: str) -> Letter:
        return services.open_link(token=token, address=request.META["REMOTE_ADDR"])

    @operation(
        summary="A guardian decides, or takes a decision back; it holds at once",
        body=shapes.AnswerIn,
        result=shapes.LetterOut,
        problems=(*LINK, errors.GuardianOnly),
    )
    def post(self, request: Request, token: str, *, body: dict[str, Any]) -> Letter:
        decisions = {Purpose(purpose): decision for purpose, decision in body.pop("decisions").items()}
        signed_in = policies.brings_a_session(request.user, request.headers)
        address = request.META["REMOTE_ADDR"]
        return services.answer(token=token, decisions=decisions, **body, signed_in=signed_in, address=address)


class CohortConsentsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The members of a cohort, and whose consent each still waits for",
        query=shapes.WaitingQuery,
        result=shapes.WaitedOut,
        page="id",
    )
    def get(self, request: Request, cohort_id: UUID, *, query: dict[str, Any]) -> QuerySet[Membership]:
        purpose = Purpose(query["withheld"]) if "withheld" in query else None
        return selectors.members_waiting(actor(request), cohort_id, purpose=purpose)

    @operation(
        summary="Attest what the guardians of these members decided on paper",
        body=shapes.AttestIn,
        result=shapes.AttestedOut,
    )
    def post(self, request: Request, cohort_id: UUID, *, body: dict[str, Any]) -> Attested:
        members, purposes = body.pop("members"), body.pop("purposes", None)
        return services.attest(
            actor=actor(request),
            cohort_id=cohort_id,
            membership_ids=members,
            purposes=purposes and [Purpose(purpose) for purpose in purposes],
            **body,
        )


class GuardianLinkView(View):
    """Whoever asks is never told the link: it is only ever on the guardian's sheet or in her mail."""

    permission_classes = [SignedIn]

    @operation(summary="New links for a member's guardian; those before are void, what she decided stays")
    def post(self, request: Request, cohort_id: UUID, membership_id: UUID) -> None:
        services.renew_links(actor=actor(request), cohort_id=cohort_id, membership_id=membership_id)
