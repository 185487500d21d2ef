"""`progress-events`: it lies here because this is the lowest app that knows both lessons and attempts."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from courses.assessment.api.serializers import ANSWERS
from courses.assessment.services import TAKERS
from courses.enrolment.enums import EventOutcome, ProgressEventKind
from courses.enrolment.services import Result, keep_log
from foundation.kernel.errors import ConsentRequired
from foundation.kernel.http import Input, Output, SignedIn, View, actor, operation
from foundation.kernel.http.rendering import dumps

MOST_EVENTS = 500
UUID_TEXT = {"type": "string", "format": "uuid"}
EVENT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": UUID_TEXT | {"description": "The client's own, the same whenever this event is sent."},
        "kind": {"type": "string", "enum": ProgressEventKind.values},
        "enrolment": UUID_TEXT,
        "lesson": UUID_TEXT,
        "occurred_at": {
            "type": "string", "format": "date-time", "description": "By the client's clock, with its offset."
        },
        "attempt": UUID_TEXT | {"description": "Of answer_saved and attempt_submitted: begun with the network."},
        "answers": ANSWERS | {
            "description": "Of answer_saved, and of attempt_submitted: then it ends with exactly these, whichever event "
            "comes first."
        },
    },
    "required": ["id", "kind", "enrolment", "lesson", "occurred_at"],
}  # fmt: skip
ANYTHING_ELSE = {"description": "Is refused by itself; what stands beside it is taken."}
EVENTS = {"type": "array", "maxItems": MOST_EVENTS, "items": {"anyOf": [EVENT, ANYTHING_ELSE]}}


@extend_schema_field(EVENTS)
class Events(serializers.Field[list[Any], Any, Any, Any]):
    """A list, whatever is in it."""

    default_error_messages = {
        "list": _("Give a list of events."),
        "max_length": _("Send at most {most} events at a time."),
    }

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("list")
        if len(data) > MOST_EVENTS:
            self.fail("max_length", most=MOST_EVENTS)
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class ProgressEventsIn(Input):
    sent_at = serializers.DateTimeField(
        required=False, help_text="The client's clock now, at each sending anew: what it is wrong by is taken off."
    )
    events = Events()


class EventResultOut(Output):
    """`code` and, for what can't be understood, `pointer` say why one is refused."""

    id = serializers.CharField(allow_null=True)
    outcome = serializers.ChoiceField(choices=list(EventOutcome))
    code = serializers.CharField(required=False)
    pointer = serializers.CharField(required=False)


class EventResultsOut(Output):
    results = EventResultOut(many=True, help_text="One for each event, in the order sent.")


def _results(results: Iterable[Result]) -> HttpResponse:
    """Plain members: this path has to be fast."""
    members = {"results": [_result_members(result) for result in results]}
    return HttpResponse(dumps(members), content_type="application/json")


def _result_members(result: Result) -> dict[str, Any]:
    if result.code is None:
        return {"id": result.id, "outcome": result.outcome}
    where = {"pointer": result.pointer} if result.pointer else {}
    return {"id": result.id, "outcome": result.outcome, "code": result.code, **where}


class ProgressEventsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Hand in an offline log, in any order, as often as you like; each event is judged by itself",
        body=ProgressEventsIn,
        result=EventResultsOut,
        problems=(ConsentRequired,),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> HttpResponse:
        return _results(keep_log(actor=actor(request), takers=TAKERS, **body))
