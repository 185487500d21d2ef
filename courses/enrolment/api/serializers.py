from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.catalogue.enums import LessonKind
from courses.enrolment.enums import EnrolmentStatus, EventOutcome, ProgressEventKind
from foundation.kernel.http import Input, Output, ProgressOut, Slug, TextsOut
from foundation.kernel.language import LANGUAGES


class OutlinedLessonOut(Output):
    id = serializers.UUIDField()
    key = serializers.SlugField(help_text="The same in every version of the course.")
    title = TextsOut()
    kind = serializers.ChoiceField(choices=LessonKind.values)
    minutes = serializers.IntegerField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    bytes = serializers.IntegerField(help_text="The size of its text in the language in which you get it.")


class OutlinedModuleOut(Output):
    id = serializers.UUIDField()
    title = TextsOut()
    lessons = OutlinedLessonOut(many=True)


class OutlineOut(Output):
    course = serializers.SlugField()
    version = serializers.IntegerField()
    language = serializers.ChoiceField(choices=LANGUAGES)
    modules = OutlinedModuleOut(many=True)


class LessonOut(Output):
    id = serializers.UUIDField()
    key = serializers.SlugField()
    title = serializers.CharField()
    language = serializers.ChoiceField(choices=LANGUAGES)
    html = serializers.CharField()


class EnrolmentIn(Input):
    course = Slug()


class EnrolmentOut(Output):
    """`progress` counts the required lessons of the version."""

    id = serializers.UUIDField()
    course = serializers.SlugField(source="slug")
    version = serializers.IntegerField(source="number")
    status = serializers.ChoiceField(choices=EnrolmentStatus.values)
    progress = ProgressOut(source="*")
    enrolled_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


class EnrolmentDetailOut(EnrolmentOut):
    lessons_done = serializers.ListField(child=serializers.UUIDField(), help_text="Required or not, in order of time.")


class CompletionIn(Input):
    completed_at = serializers.DateTimeField(
        required=False, help_text="By the learner's clock; kept between the enrolment and now."
    )


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
    """`code` and, for an event that can't be understood, `pointer` say why one is refused."""

    id = serializers.CharField(allow_null=True)
    outcome = serializers.ChoiceField(choices=list(EventOutcome))
    code = serializers.CharField(required=False)
    pointer = serializers.CharField(required=False)


class EventResultsOut(Output):
    results = EventResultOut(many=True, help_text="One for each event, in the order sent.")
