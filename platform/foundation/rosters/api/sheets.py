from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from foundation.batches.enums import BatchStatus
from foundation.batches.models import Batch
from foundation.kernel.http import (
    Answer,
    Input,
    Output,
    ProgressOut,
    SignedIn,
    Text,
    View,
    actor,
    attachment,
    operation,
)
from foundation.rosters.enums import SheetKind
from foundation.rosters.errors import NothingToPrint
from foundation.rosters.services.sheets import print_sheet

PDF = "application/pdf"
RETRY_AFTER = "2"  # seconds


class SheetQuery(Input):
    organisation = Text(required=False, help_text=_("Only learners of this school: its id or slug."))
    group = Text(required=False, max_length=80, help_text=_("Only learners of this class."))


class CardsQuery(SheetQuery):
    claimed = serializers.BooleanField(
        required=False, help_text=_("true: those who have their account already; they get no code.")
    )


class DrawingOut(Output):
    """The batch that draws; `Location` is where its progress can be read."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=BatchStatus.choices)
    progress = ProgressOut(source="*")


class ClaimCardsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The claim cards of a roster's learners",
        query=CardsQuery,
        media=PDF,
        result=DrawingOut,
        problems=(NothingToPrint,),
    )
    def get(self, request: Request, roster_id: UUID, *, query: dict[str, Any]) -> HttpResponseBase | Answer:
        return _sheet(request, roster_id, SheetKind.CLAIM_CARDS, query, name="claim-cards.pdf")


class ConsentSheetsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The consent sheets for the guardians of a roster's learners",
        query=SheetQuery,
        media=PDF,
        result=DrawingOut,
        problems=(NothingToPrint,),
    )
    def get(self, request: Request, roster_id: UUID, *, query: dict[str, Any]) -> HttpResponseBase | Answer:
        return _sheet(request, roster_id, SheetKind.CONSENT_SHEETS, query, name="consent-sheets.pdf")


def _sheet(
    request: Request, roster_id: UUID, kind: SheetKind, wanted: dict[str, Any], *, name: str
) -> HttpResponseBase | Answer:
    found = print_sheet(actor=actor(request), roster_id=roster_id, kind=kind, **wanted)
    if isinstance(found, Batch):
        location = f"/api/v1/batches/{found.pk}"
        return Answer(found, location=location, status=202, headers={"Retry-After": RETRY_AFTER})
    return attachment(found.content.open("rb"), name=name, media_type=PDF)
