from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel.http import SignedIn, View, actor, operation
from mentoring.mentors.api.serializers import MentorOut, MentorPatch
from mentoring.mentors.errors import UnknownState
from mentoring.mentors.models import Mentor
from mentoring.mentors.selectors import list_mentors, own_profile
from mentoring.mentors.services import change_profile


class MentorsView(View):
    permission_classes = [SignedIn]

    @operation(summary="The mentors, for staff", result=MentorOut, page="id")
    def get(self, request: Request) -> QuerySet[Mentor]:
        return list_mentors(actor(request))


class OwnProfileView(View):
    permission_classes = [SignedIn]

    @operation(summary="My profile as a mentor", result=MentorOut)
    def get(self, request: Request) -> Mentor:
        return own_profile(actor(request))

    @operation(
        summary="Fill in or change my profile as a mentor",
        body=MentorPatch,
        result=MentorOut,
        problems=(UnknownState,),
    )
    def patch(self, request: Request, *, body: dict[str, Any]) -> Mentor:
        return change_profile(actor=actor(request), changes=body)
