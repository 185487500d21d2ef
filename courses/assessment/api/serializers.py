from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.assessment.enums import AttemptStatus, QuestionKind, Reveal
from courses.assessment.rules.attempts import Bar
from courses.assessment.selectors import facts_of
from foundation.kernel.http import Input, Output, TextsOut
from foundation.kernel.language import LANGUAGES

OPTION_ID = {"type": "string"}
ANSWER: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "description": 'single: an option\'s id; text; number: such as "2.5".'},
        {"type": "boolean", "description": "true_false."},
        {"type": "array", "items": OPTION_ID, "description": "multiple, order: options' ids."},
        {"type": "object", "additionalProperties": OPTION_ID, "description": "match: {option's id: target's id}."},
    ]
}
ANSWERS = {"type": "object", "additionalProperties": {"anyOf": [*ANSWER["anyOf"], {"type": "null"}]}}


@extend_schema_field(ANSWERS)
class AnswersIn(serializers.Field[dict[str, Any], Any, Any, Any]):
    """By question; null takes an answer back."""

    default_error_messages = {"object": _("Give an object: the id of each question, and your answer to it.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("object")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(ANSWER)
class AnswerOut(serializers.Field[Any, Any, Any, Any]):
    def to_representation(self, value: Any) -> Any:
        return value


class SavedIn(Input):
    answers = AnswersIn(required=False)


class AskedOptionOut(Output):
    id = serializers.CharField()
    text = TextsOut()
    feedback = TextsOut(allow_null=True, help_text="Null unless correct answers are shown.")


class QuestionResultOut(Output):
    points = serializers.FloatField(help_text="What the answer earned.")
    correct = serializers.BooleanField()
    answer = AnswerOut(help_text="The right answer.")
    feedback = TextsOut(allow_null=True)


class AskedQuestionOut(Output):
    """`targets` are what the options of `match` are matched with; `options` are none where nothing is to be chosen."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=QuestionKind.values)
    text = TextsOut()
    options = AskedOptionOut(many=True)
    targets = AskedOptionOut(many=True)
    points = serializers.IntegerField()
    result = QuestionResultOut(allow_null=True, help_text="Null unless correct answers are shown.")


class AttemptOut(Output):
    id = serializers.UUIDField()
    enrolment = serializers.UUIDField()
    lesson = serializers.UUIDField()
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=AttemptStatus.values)
    started_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Answers given up to 60 s later still count.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    language = serializers.ChoiceField(choices=LANGUAGES)
    questions = AskedQuestionOut(many=True)
    answers = serializers.DictField(child=AnswerOut(), help_text="By question.")
    score = serializers.FloatField(allow_null=True, help_text="Null until it is submitted.")
    max_score = serializers.FloatField()
    passed = serializers.BooleanField(allow_null=True)

    def to_representation(self, instance: Any) -> Any:
        return super().to_representation(facts_of(instance))


class QuizRulesOut(Output):
    pass_mark = serializers.IntegerField(help_text="Percent of the points.")
    minutes = serializers.IntegerField(allow_null=True, help_text="Null: no time limit.")
    attempts = serializers.IntegerField(allow_null=True, help_text="How many are allowed; null: any number.")
    cooldown_minutes = serializers.IntegerField(help_text="The wait after an attempt.")
    reveal = serializers.ChoiceField(choices=Reveal.values, help_text="When correct answers are shown.")


class QuizOut(QuizRulesOut):
    """What to know before you begin; its questions come with an attempt."""

    used = serializers.IntegerField(help_text="How many were begun.")
    allowed = serializers.IntegerField(
        allow_null=True, help_text="`attempts`, and those that a coordinator gave you beyond them."
    )
    left = serializers.IntegerField(allow_null=True, help_text="Of those allowed.")
    passed = serializers.BooleanField()
    open_attempt = serializers.UUIDField(allow_null=True)
    bar = serializers.ChoiceField(
        choices=list(Bar), allow_null=True, help_text="The code with which another attempt would be refused now."
    )
    retry_at = serializers.DateTimeField(allow_null=True)


class QuizReopeningOut(Output):
    enrolment = serializers.UUIDField()
    lesson = serializers.UUIDField()
    used = serializers.IntegerField(help_text="How many attempts were begun.")
    allowed = serializers.IntegerField(help_text="How many she has by now.")
    left = serializers.IntegerField()


class GivenOut(Output):
    answer = AnswerOut(help_text="An option, a text, an order, or one pair.")
    correct = serializers.BooleanField()
    count = serializers.IntegerField()


class QuestionFiguresOut(Output):
    """Of first attempts that were submitted. What was typed is told from the third who typed the same."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=QuestionKind.values)
    text = TextsOut()
    points = serializers.IntegerField()
    shown = serializers.IntegerField(help_text="To how many learners.")
    share = serializers.FloatField(
        allow_null=True,
        help_text="The mean part of the points that they earned, from 0 to 1; null if it was not shown.",
    )
    answers = GivenOut(many=True, help_text="Up to ten, what was given most first.")


class QuizFiguresOut(Output):
    questions = QuestionFiguresOut(many=True)


class SeedIn(Input):
    seed = serializers.IntegerField(
        min_value=0, max_value=2**63 - 1, default=0, help_text="Another number is another draw, in another order."
    )


class QuizPreviewOut(Output):
    rules = QuizRulesOut(source="quiz")
    language = serializers.ChoiceField(choices=LANGUAGES)
    questions = AskedQuestionOut(many=True, help_text="As they are shown in the end, everything answered right.")
