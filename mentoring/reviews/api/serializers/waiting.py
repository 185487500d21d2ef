from rest_framework import serializers

from foundation.kernel.http import Output
from foundation.kernel.language import Language
from mentoring.projects.enums import Awaited, SubmissionStatus


class WaitingOut(Output):
    status = serializers.ChoiceField(source="submission.status", choices=SubmissionStatus.choices)
    waits_for = serializers.ChoiceField(
        choices=Awaited.choices,
        allow_null=True,
        help_text="consent: until it is given no mentor may read it",
    )
    position = serializers.IntegerField(
        allow_null=True,
        help_text="null beyond 10000, and for what doesn't wait; a team of several states counts in the first alone",
    )
    median_hours = serializers.FloatField(allow_null=True, help_text="null where too few were answered lately")
    p90_hours = serializers.FloatField(allow_null=True)
    by = serializers.DateField(
        source="answer_by",
        allow_null=True,
        help_text="if it goes on as in the last four weeks; null while no mentor is left who could take it",
    )
    made_at = serializers.DateTimeField(source="created_at")


class KeptOut(Output):
    """Of a state and a language; of all where both are null."""

    state = serializers.CharField(allow_null=True)
    language = serializers.ChoiceField(choices=Language.choices, allow_null=True)
    told = serializers.IntegerField()
    answered = serializers.IntegerField()
    kept_share = serializers.FloatField(allow_null=True)
    median_error_hours = serializers.FloatField(allow_null=True)


class ForecastsOut(Output):
    results = KeptOut(many=True)
