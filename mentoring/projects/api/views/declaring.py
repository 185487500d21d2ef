from typing import Any
from uuid import UUID

from rest_framework.request import Request

from foundation.kernel.http import SignedIn, View, actor, operation
from mentoring.projects import errors
from mentoring.projects.api import serializers as shapes
from mentoring.projects.selectors import Declared, declared_by
from mentoring.projects.services import declare


class DeclarationView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What I have declared of my accepted project, and who of the team has", result=shapes.DeclarationOut
    )
    def get(self, request: Request, project_id: UUID) -> Declared:
        return declared_by(actor(request), project_id)

    @operation(
        summary="Declare that my accepted project is our own work, what in it isn't, and its licence",
        body=shapes.DeclarationIn,
        result=shapes.DeclarationOut,
        revised=True,
        problems=(errors.NotAcceptedYet,),
    )
    def put(self, request: Request, project_id: UUID, *, body: dict[str, Any], revision: int | None) -> Declared:
        return declare(actor=actor(request), project_id=project_id, revision=revision, **body)
