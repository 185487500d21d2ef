from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel.http import Answer, SignedIn, View, actor, operation
from mentoring.projects import errors
from mentoring.projects.api import serializers as shapes
from mentoring.projects.models import Call
from mentoring.projects.policies import get_call_for
from mentoring.projects.selectors import list_calls
from mentoring.projects.services import (
    change_call,
    create_call,
)


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
        problems=(errors.CallInUse, errors.NoSuchMove, errors.CallNotRight, errors.UnknownProgramme),
    )
    def patch(self, request: Request, call_id: UUID, *, body: dict[str, Any], revision: int | None) -> Call:
        return change_call(actor=actor(request), call_id=call_id, revision=revision, changes=body)
