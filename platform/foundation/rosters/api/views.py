from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from foundation.files.errors import EmptyFile, WrongType
from foundation.kernel.http import Answer, MultiPartParser, SignedIn, View, actor, attachment, operation
from foundation.programmes.errors import SeatsTaken
from foundation.rosters import errors, policies, selectors, services
from foundation.rosters.api import serializers as shapes
from foundation.rosters.api.writing import rows_file
from foundation.rosters.models import Roster, RosterRow

CSV = "text/csv"


def _begun(roster: Roster) -> Answer:
    return Answer(roster, location=f"/api/v1/rosters/{roster.pk}", status=202)


class RostersView(View):
    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser]

    @operation(summary="A cohort's lists, the newest first", result=shapes.RosterOut, page="-id")
    def get(self, request: Request, cohort_id: UUID) -> QuerySet[Roster]:
        return selectors.list_rosters(actor(request), cohort_id)

    @operation(
        summary="Upload the list that a cohort should be; nothing changes until it is applied",
        body=shapes.RosterIn,
        result=shapes.RosterOut,
        status=202,
        problems=(WrongType, EmptyFile),
    )
    def post(self, request: Request, cohort_id: UUID, *, body: dict[str, Any]) -> Answer:
        return _begun(services.upload(actor=actor(request), cohort_id=cohort_id, **body))


class RosterView(View):
    permission_classes = [SignedIn]

    @operation(summary="A roster: how it was read, and what it would change", result=shapes.RosterOut)
    def get(self, request: Request, roster_id: UUID) -> Roster:
        return policies.get_roster_for(actor(request), roster_id)


class RosterRowsView(View):
    permission_classes = [SignedIn]

    @operation(summary="A roster's rows", query=shapes.RowsQuery, result=shapes.RowOut, page="number")
    def get(self, request: Request, roster_id: UUID, *, query: dict[str, Any]) -> QuerySet[RosterRow]:
        return selectors.list_rows(actor(request), roster_id, **query)


class RosterRowView(View):
    permission_classes = [SignedIn]

    @operation(summary="One row", result=shapes.RowOut)
    def get(self, request: Request, roster_id: UUID, number: int) -> RosterRow:
        return policies.get_row_for(actor(request), roster_id, number)

    @operation(
        summary="Correct a row, or all rows with the same fault; the preview is made anew",
        body=shapes.RowPatch,
        result=shapes.RowOut,
        revised=True,
        problems=(errors.BeingRead, errors.NotPreviewed, errors.ValuesErased),
    )
    def patch(
        self, request: Request, roster_id: UUID, number: int, *, body: dict[str, Any], revision: int | None
    ) -> RosterRow:
        return services.correct(actor=actor(request), roster_id=roster_id, number=number, revision=revision, **body)


class PreviewView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Compare the same rows with the cohort as it is now",
        result=shapes.RosterOut,
        status=202,
        problems=(errors.BeingRead, errors.NotPreviewed, errors.ValuesErased),
    )
    def post(self, request: Request, roster_id: UUID) -> Answer:
        return _begun(services.preview_again(actor=actor(request), roster_id=roster_id))


class ApplyView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Apply exactly what the preview shows",
        body=shapes.ApplyIn,
        result=shapes.RosterOut,
        status=202,
        problems=(
            errors.DigestDiffers,
            errors.CohortChanged,
            errors.RosterBusy,
            errors.BeingRead,
            errors.NotPreviewed,
            errors.ValuesErased,
            SeatsTaken,
        ),
    )
    def post(self, request: Request, roster_id: UUID, *, body: dict[str, Any]) -> Answer:
        return _begun(services.apply(actor=actor(request), roster_id=roster_id, **body))


class UndoView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Put back what applying changed, within seven days",
        result=shapes.RosterOut,
        status=202,
        problems=(
            errors.NotApplied,
            errors.LaterRosterApplied,
            errors.TooLateToUndo,
            errors.RosterBusy,
            errors.ValuesErased,
        ),
    )
    def post(self, request: Request, roster_id: UUID) -> Answer:
        return _begun(services.undo(actor=actor(request), roster_id=roster_id))


class RowsFileView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The rows as a file, to be mended and uploaded again",
        query=shapes.RowsQuery,
        media=CSV,
        problems=(errors.ValuesErased,),
    )
    def get(self, request: Request, roster_id: UUID, *, query: dict[str, Any]) -> HttpResponseBase:
        lines = rows_file(actor(request), roster_id, **query)
        return attachment(lines, name="rows.csv", media_type=f"{CSV}; charset=utf-8")
