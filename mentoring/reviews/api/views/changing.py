from typing import Any
from uuid import UUID

from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.http import SignedIn, View, actor, operation
from mentoring.projects import errors
from mentoring.projects.services import ask_mentor_back
from mentoring.reviews.api import serializers as shapes
from mentoring.reviews.services import ask_other_mentor


class OtherMentorView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="My team asks for another mentor, twice at most; neither mentor nor team is told who asked, or why",
        body=shapes.OtherMentorIn,
        problems=(errors.NoMentor, errors.AskedTwice),
    )
    def post(self, request: Request, project_id: UUID, *, body: dict[str, Any]) -> None:
        ask_other_mentor(actor=actor(request), project_id=project_id, now=clock.now(), **body)

    @operation(summary="Whoever asked may ask the mentor back, within seven days", problems=(errors.NotUndone,))
    def delete(self, request: Request, project_id: UUID) -> None:
        ask_mentor_back(actor=actor(request), project_id=project_id, now=clock.now())
