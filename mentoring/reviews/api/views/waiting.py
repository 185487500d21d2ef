from uuid import UUID

from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.http import SignedIn, View, actor, operation
from mentoring.reviews.api import serializers as shapes
from mentoring.reviews.models import Forecast
from mentoring.reviews.selectors import Kept, forecasts_kept
from mentoring.reviews.services import tell_waiting


class WaitingView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Where my submission stands in the queue, and when to expect an answer", result=shapes.WaitingOut
    )
    def get(self, request: Request, submission_id: UUID) -> Forecast:
        return tell_waiting(actor=actor(request), submission_id=submission_id, now=clock.now())


class ForecastsView(View):
    permission_classes = [SignedIn]

    @operation(summary="How true what teams were told has been; for the office", result=shapes.ForecastsOut)
    def get(self, request: Request) -> dict[str, list[Kept]]:
        return {"results": forecasts_kept(actor(request), now=clock.now())}
