from typing import Any
from uuid import UUID

from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.http import SignedIn, View, actor, operation
from mentoring.reviews import errors
from mentoring.reviews.api import serializers as shapes
from mentoring.reviews.models import Snooze
from mentoring.reviews.selectors import History, OwnDesk, history_of, own_desk
from mentoring.reviews.services import snooze, undo_snooze


class DeskView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="My desk as a mentor: what waits for me, since when, and how long it takes", result=shapes.DeskOut
    )
    def get(self, request: Request) -> OwnDesk:
        return own_desk(actor(request), now=clock.now())


class SnoozeView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Put off what waits for some working days, twice at most",
        body=shapes.SnoozeIn,
        result=shapes.SnoozeOut,
        status=201,
        problems=(errors.SnoozedTwice, errors.SubmissionHeld),
    )
    def post(self, request: Request, submission_id: UUID, *, body: dict[str, Any]) -> Snooze:
        return snooze(actor=actor(request), submission_id=submission_id, now=clock.now(), **body)

    @operation(summary="Take back that I put it off: it waits for me as before")
    def delete(self, request: Request, submission_id: UUID) -> None:
        undo_snooze(actor=actor(request), submission_id=submission_id)


class HistoryView(View):
    permission_classes = [SignedIn]

    @operation(summary="What came before a submission: versions, reviews, words handed on", result=shapes.HistoryOut)
    def get(self, request: Request, submission_id: UUID) -> History:
        return history_of(actor(request), submission_id)
