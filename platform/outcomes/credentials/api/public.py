"""The page that the paper's QR opens, in HTML, PDF or as a picture. Outside /api: people come here, not programs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from foundation.kernel.errors import NotAcceptable, NotFound
from foundation.kernel.http import AllowAny, View
from foundation.kernel.http.problems import answer, problem_of
from foundation.kernel.pages import page
from outcomes.credentials.errors import NoLongerValid
from outcomes.credentials.models import Credential
from outcomes.credentials.policies import get_public_credential, may_see_paper
from outcomes.credentials.rules import LIVE
from outcomes.credentials.selectors import Confirmation
from outcomes.credentials.services import certificate_pdf, certificate_png

HTML, PDF, PNG = "text/html", "application/pdf", "image/png"


class AnyFormat(BaseContentNegotiation):
    """The view itself looks at `Accept`."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class CredentialPage(View):
    """Bare, it confirms with initials; with the key, or for the owner, it shows and gives what is printed."""

    permission_classes = [AllowAny]
    content_negotiation_class = AnyFormat
    schema = None

    def get(self, request: Request, credential_id: UUID, media_type: str | None = None) -> HttpResponse:
        credential = get_public_credential(credential_id)
        key = request.query_params.get("key", "")
        whole = may_see_paper(credential, reader=request.user, key=key)
        wanted = media_type or request._request.get_preferred_type([HTML, PDF, PNG])
        if wanted is None:
            raise NotAcceptable
        response = self._html(request, credential, whole) if wanted == HTML else self._paper(credential, wanted, whole)
        response["Vary"] = "Accept, Accept-Language, Authorization, Cookie"
        return response

    def _html(self, request: Request, credential: Credential, whole: bool) -> HttpResponse:
        context = {
            "shown": Confirmation(credential, whole),
            "key": request.query_params.get("key", "") if whole else "",
        }
        return page(request._request, "credentials/credential.html", context)

    def _paper(self, credential: Credential, media_type: str, whole: bool) -> HttpResponse:
        if not whole:
            raise NotFound
        if credential.status not in LIVE:
            raise NoLongerValid
        content = certificate_pdf(credential) if media_type == PDF else certificate_png(credential)
        response = HttpResponse(content, content_type=media_type)
        name = f"certificate-{credential.code}.{media_type.rpartition('/')[2]}"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["X-Robots-Tag"] = "noindex"
        return response

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]
        problem = problem_of(exc)
        if problem is None:
            raise exc
        return answer(self.request._request, problem)


urlpatterns = [
    path("credentials/<uuid:credential_id>", CredentialPage.as_view(), name="credential"),
    path("credentials/<uuid:credential_id>.pdf", CredentialPage.as_view(), {"media_type": PDF}),
    path("credentials/<uuid:credential_id>.png", CredentialPage.as_view(), {"media_type": PNG}),
]
