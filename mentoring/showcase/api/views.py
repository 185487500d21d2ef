from typing import Any
from uuid import UUID

from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.errors import ConsentRequired
from foundation.kernel.http import AllowAny, Answer, SignedIn, View, actor, operation
from foundation.kernel.http.conditions import cache_headers
from mentoring.projects.errors import NotAcceptedYet
from mentoring.showcase import errors, selectors, services
from mentoring.showcase.api import serializers as shapes
from mentoring.showcase.models import Takedown


def public(request: Request, found: Any) -> Answer:
    """What is taken back may be read a minute longer, by whoever has it already."""
    return Answer(found, headers=cache_headers(request, shared=True))


class ShowcaseView(View):
    permission_classes = [AllowAny]

    @operation(
        summary="Accepted projects that may be shown in public, the newest first",
        query=shapes.ShowcaseQuery,
        result=shapes.ShownOut,
        page=selectors.NEWEST,
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> Answer:
        return public(request, selectors.list_shown(**query))


class FacetsView(View):
    permission_classes = [AllowAny]

    @operation(
        summary="How many projects of each kind `showcase` gives for the same parameters",
        query=shapes.ShowcaseQuery,
        result=shapes.ShowcaseFacetsOut,
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> Answer:
        return public(request, selectors.facets_of(**query))


class ShownView(View):
    permission_classes = [AllowAny]

    @operation(summary="One project of the showcase", result=shapes.ShownOut)
    def get(self, request: Request, project_id: UUID) -> Answer:
        return public(request, selectors.get_shown(project_id))


class ShowingView(View):
    permission_classes = [SignedIn]

    @operation(summary="What I say of showing my project in public", result=shapes.ShowingOut)
    def get(self, request: Request, project_id: UUID) -> selectors.Part:
        return selectors.own_part(actor(request), project_id)

    @operation(
        summary="Say whether my project may be shown, and by which name I am; it counts from now on",
        body=shapes.ShowingIn,
        result=shapes.ShowingOut,
        revised=True,
        problems=(ConsentRequired, NotAcceptedYet),
    )
    def put(self, request: Request, project_id: UUID, *, body: dict[str, Any], revision: int | None) -> selectors.Part:
        return services.say_showing(actor=actor(request), project_id=project_id, revision=revision, **body)


class TakedownView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Why a project is not shown (programme office, safeguarding officers)", result=shapes.TakedownOut
    )
    def get(self, request: Request, project_id: UUID) -> Takedown:
        return selectors.get_takedown(actor(request), project_id)

    @operation(
        summary="Take a project down from the showcase, at once (programme office, safeguarding officers)",
        body=shapes.TakedownIn,
        result=shapes.TakedownOut,
        status=201,
        problems=(errors.AlreadyTakenDown,),
    )
    def post(self, request: Request, project_id: UUID, *, body: dict[str, Any]) -> Takedown:
        return services.take_down(actor=actor(request), project_id=project_id, **body)

    @operation(summary="Let a project be shown again, if its team still wants it")
    def delete(self, request: Request, project_id: UUID) -> None:
        services.lift_takedown(actor=actor(request), project_id=project_id, now=clock.now())
