from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.batches import policies, services
from foundation.batches.api.serializers import BatchOut, BatchRowOut, RowsQuery
from foundation.batches.errors import BatchOver, NotCancellable, NothingToRetry
from foundation.batches.models import Batch
from foundation.kernel.http import Answer, SignedIn, View, actor, operation


class BatchView(View):
    permission_classes = [SignedIn]

    @operation(summary="How far a long job is", result=BatchOut)
    def get(self, request: Request, batch_id: UUID) -> Batch:
        return policies.get_batch_for(actor(request), batch_id)

    @operation(summary="Stop a long job", result=BatchOut, problems=(BatchOver, NotCancellable))
    def delete(self, request: Request, batch_id: UUID) -> Batch:
        return services.cancel(actor=actor(request), batch_id=batch_id)


class BatchRowsView(View):
    permission_classes = [SignedIn]

    @operation(summary="What became of each row", query=RowsQuery, result=BatchRowOut, page="number")
    def get(self, request: Request, batch_id: UUID, *, query: dict[str, Any]) -> QuerySet[Any, Any]:
        return services.rows_of(actor=actor(request), batch_id=batch_id, outcome=query.get("outcome"))


class BatchRetryView(View):
    permission_classes = [SignedIn]

    @operation(summary="Try again what failed", result=BatchOut, status=202, problems=(NothingToRetry,))
    def post(self, request: Request, batch_id: UUID) -> Answer:
        batch = services.retry(actor=actor(request), batch_id=batch_id)
        return Answer(batch, location=f"/api/v1/batches/{batch.pk}")
