from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel.http import AllowAny, SignedIn, View, actor, operation
from outcomes.credentials.api.serializers import AchievementOut, CredentialOut, OwnCredentialOut, ReasonIn
from outcomes.credentials.errors import NotReinstatable, NotRevocable
from outcomes.credentials.models import Achievement, Credential
from outcomes.credentials.selectors import list_achievements, list_credentials
from outcomes.credentials.services import reinstate_credential, revoke_credential


class AchievementsView(View):
    permission_classes = [AllowAny]

    @operation(summary="What can be earned", result=AchievementOut, page="-id")
    def get(self, request: Request) -> QuerySet[Achievement]:
        return list_achievements()


class CredentialsView(View):
    permission_classes = [SignedIn]

    @operation(summary="Your credentials, newest first", result=OwnCredentialOut, page="-id")
    def get(self, request: Request) -> QuerySet[Credential]:
        return list_credentials(actor(request))


class RevokeView(View):
    permission_classes = [SignedIn]

    @operation(summary="Revoke a credential", body=ReasonIn, result=CredentialOut, problems=(NotRevocable,))
    def post(self, request: Request, credential_id: UUID, *, body: dict[str, Any]) -> Credential:
        return revoke_credential(actor=actor(request), credential_id=credential_id, reason=body["reason"])


class ReinstateView(View):
    permission_classes = [SignedIn]

    @operation(summary="Reinstate a credential", body=ReasonIn, result=CredentialOut, problems=(NotReinstatable,))
    def post(self, request: Request, credential_id: UUID, *, body: dict[str, Any]) -> Credential:
        return reinstate_credential(actor=actor(request), credential_id=credential_id, reason=body["reason"])
