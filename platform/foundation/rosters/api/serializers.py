from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.kernel.http import Input, MessageOut, Output, ProgressOut, Text
from foundation.kernel.http.rendering import JSONParser, MalformedJSON
from foundation.rosters.enums import DateOrder, Outcome, RosterStatus
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.notices import say
from foundation.rosters.rules import FIELDS, NAME_PARTS

TARGETS = (*FIELDS, *NAME_PARTS, "")


class ColumnsIn(Text):
    """`{"header": "field"}`, in a form as JSON text."""

    default_error_messages = {"columns": _("Give an object of headers and fields. Fields are: {fields}.")}

    def to_internal_value(self, data: Any) -> Any:
        """By the parser of all bodies: it refuses what can't be kept, or goes too deep."""
        text = super().to_internal_value(data) or "{}"
        try:
            columns = JSONParser().parse(BytesIO(text.encode()))
        except (MalformedJSON, UnicodeEncodeError):
            columns = None
        if not isinstance(columns, dict) or not all(field in TARGETS for field in columns.values()):
            self.fail("columns", fields=", ".join(TARGETS[:-1]))
        return columns


class RosterIn(Input):
    file = serializers.FileField(help_text=_("CSV, TSV, XLSX, XLS, ODS or a OneRoster ZIP, 50 MB at most."))
    encoding = Text(required=False, max_length=20, allow_blank=True)
    delimiter = Text(required=False, max_length=3, allow_blank=True, trim_whitespace=False)
    sheet = Text(required=False, max_length=100, allow_blank=True, help_text=_("A name, or * for all of them."))
    date_order = serializers.ChoiceField(choices=["", *DateOrder.values], required=False)
    columns = ColumnsIn(required=False, max_length=10_000, allow_blank=True, help_text=ColumnsIn.__doc__)
    full = serializers.BooleanField(
        required=False, help_text=_("true: members whom the list does not name are withdrawn.")
    )


class ApplyIn(Input):
    digest = Text(max_length=64, help_text=_("Of the preview that was looked at."))


class RowsQuery(Input):
    outcome = serializers.ChoiceField(choices=Outcome.values, required=False)


class RowPatch(Input):
    ignored = ("number", "place", "outcome", "messages", "cells", "person", "membership", "applied")
    values = serializers.DictField(
        child=Text(max_length=300, allow_blank=True, allow_null=True),
        help_text=_("Texts by field, as they might stand in the file."),
    )
    alike = serializers.BooleanField(
        required=False, help_text=_("true: all rows with the same message about the same text.")
    )

    def validate_values(self, values: dict[str, str | None]) -> dict[str, str]:
        """`organisation` follows from `school` and may come along. null is how GET shows what was not read: it stays."""
        unknown = sorted(set(values) - {*FIELDS, "organisation"})
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such field.")] for name in unknown}, code="unknown"
            )
        return {name: text for name, text in values.items() if name in FIELDS and text is not None}


CountsOut = type("CountsOut", (Output,), {outcome.value: serializers.IntegerField() for outcome in Outcome})


class ColumnOut(Output):
    header = serializers.CharField()
    field = serializers.CharField(help_text=_("Empty: kept with the row and not understood."))
    sample = serializers.ListField(child=serializers.CharField())


class CandidateOut(Output):
    encoding = serializers.CharField()
    sample = serializers.CharField()


class DetectedOut(Output):
    format = serializers.CharField()
    encoding = serializers.CharField()
    delimiter = serializers.CharField()
    sheets = serializers.ListField(child=serializers.CharField())
    header_line = serializers.IntegerField()
    columns = ColumnOut(many=True)
    sample = serializers.CharField(help_text=_("A line with letters beyond ASCII, as it was understood."))
    candidates = CandidateOut(many=True, help_text=_("Other encodings that fit, with the same line in each."))
    date_order = serializers.CharField()


class RosterProblemOut(Output):
    code = serializers.CharField()
    detail = serializers.CharField()


class RosterOut(Output):
    id = serializers.UUIDField()
    cohort = serializers.UUIDField()
    status = serializers.ChoiceField(choices=RosterStatus.values)
    digest = serializers.CharField(help_text=_("Empty until there is a preview."))
    full = serializers.BooleanField()
    progress = ProgressOut()
    counts = CountsOut()
    detected = DetectedOut(allow_null=True)
    messages = MessageOut(many=True, help_text=_("What concerns the file or the list as a whole."))
    problem = RosterProblemOut(allow_null=True)
    batch = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Roster) -> dict[str, Any]:
        roster, batch, detected = instance, instance.batch, instance.detected
        shown = {name: getattr(roster, name) for name in ("id", "status", "digest", "full", "created_at", "applied_at")}
        values = {
            **shown,
            "cohort": roster.cohort_id,
            "batch": roster.batch_id,
            "progress": {"done": batch.done, "total": batch.total} if batch else {"done": 0, "total": 0},
            "counts": {outcome: roster.counts.get(outcome, 0) for outcome in Outcome.values},
            "detected": detected or None,
            "messages": messages([*detected.get("notes", ()), *roster.notices]),
            "problem": _problem(roster),
        }
        return super().to_representation(values)


class RowOut(Output):
    number = serializers.IntegerField()
    place = serializers.CharField(help_text=_("Line, and sheet where there are several."))
    outcome = serializers.ChoiceField(choices=["", *Outcome.values], help_text=_("Empty while it is read again."))
    values = serializers.DictField(child=serializers.CharField(allow_null=True))
    cells = serializers.DictField(child=serializers.CharField(), help_text=_("As read, by header."))
    messages = MessageOut(many=True)
    person = serializers.UUIDField(allow_null=True)
    membership = serializers.UUIDField(allow_null=True)
    applied = serializers.BooleanField()

    def to_representation(self, instance: RosterRow) -> dict[str, Any]:
        row = instance
        shown = {name: getattr(row, name) for name in ("number", "place", "outcome", "cells", "applied")}
        values = {name: _text(getattr(row, name)) for name in FIELDS}
        values["organisation"] = row.organisation.slug if row.organisation else None
        ids = (row.person_id, row.membership_id) if row.tells else (None, None)
        meant = dict(zip(("person", "membership"), ids, strict=True))
        return super().to_representation({**shown, **meant, "values": values, "messages": messages(row.told)})


def messages(said: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{**message, "detail": say(message)} for message in said]


def _problem(roster: Roster) -> dict[str, str] | None:
    if not roster.problem:
        return None
    said = {"code": roster.problem, "read": roster.problem_read, "expected": roster.problem_expected}
    return {"code": roster.problem, "detail": say(said)}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
