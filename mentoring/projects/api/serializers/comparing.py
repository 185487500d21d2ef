from typing import Any

from rest_framework import serializers

from foundation.kernel.http import Input, Output, TextsOut
from mentoring.projects.api.serializers.submissions import AnswerOut
from mentoring.projects.enums import Change, QuestionKind


class ComparisonQuery(Input):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`with` is a word of Python's."""
        return {"with": serializers.UUIDField(required=False, help_text="Another version of the same stage.")}


class ComparedVersionOut(Output):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)


class PartOut(Output):
    change = serializers.ChoiceField(choices=[Change.SAME, Change.REMOVED, Change.ADDED])
    text = serializers.CharField()


class ComparedOut(Output):
    key = serializers.CharField(source="question.key")
    title = TextsOut(source="question.title")
    kind = serializers.ChoiceField(source="question.kind", choices=QuestionKind.choices)
    change = serializers.ChoiceField(choices=Change.choices)
    before = AnswerOut(allow_null=True)
    after = AnswerOut(allow_null=True)
    parts = PartOut(many=True, help_text="Of a text that changed: its pieces, in order.")


class ComparisonOut(Output):
    before = ComparedVersionOut()
    after = ComparedVersionOut()
    questions = ComparedOut(many=True)
