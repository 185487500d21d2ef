"""More time for a learner, given by her coordinator."""

from datetime import date
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request

from courses.enrolment.errors import NothingToReopen, NotLater, ReopeningUsed
from courses.enrolment.models import Enrolment
from courses.enrolment.services import close_again, reopen
from foundation.kernel.http import Date, Input, Output, SignedIn, View, actor, operation


class ReopeningIn(Input):
    until = Date(help_text="The last day, where the learner is.")


class ReopeningOut(Output):
    enrolment = serializers.UUIDField(source="id")
    course = serializers.SlugField(source="course.slug")
    until = serializers.DateField(source="extended_on")
    due_at = serializers.DateTimeField(allow_null=True, help_text="Null when her cohorts set no deadline any more.")
    closes = serializers.SerializerMethodField(help_text="Whether what is done later counts no more.")

    def get_closes(self, enrolment: Enrolment) -> bool:
        return enrolment.closes_at is not None


class ReopeningView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="For her coordinator: more time for a learner than all have; another day replaces it",
        body=ReopeningIn,
        result=ReopeningOut,
        problems=(NothingToReopen, NotLater),
    )
    def post(self, request: Request, enrolment_id: UUID, *, body: dict[str, date]) -> Enrolment:
        return reopen(actor=actor(request), enrolment_id=enrolment_id, until=body["until"])

    @operation(summary="Take it back, unless she has used it", problems=(ReopeningUsed,))
    def delete(self, request: Request, enrolment_id: UUID) -> None:
        close_again(actor=actor(request), enrolment_id=enrolment_id)
