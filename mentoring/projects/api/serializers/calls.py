from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.kernel.http import Date, Input, Output, Text, TextsIn, TextsOut
from foundation.kernel.language import best
from foundation.programmes.selectors import zones_of
from mentoring.projects.enums import MOST_REVIEWERS, CallStatus, QuestionKind, ReviewMode
from mentoring.projects.rules import (
    LARGEST_TEAM,
    MOST_LATE_DAYS,
    ONE_MENTOR,
    THRESHOLD,
    due_at,
    fewest_reviewers,
)

FAR_APART = (
    "A share of the points that can be had. With 0 one more reviewer is asked wherever points differ, with 1 only where "
    "decisions do."
)
SHARE = _("Give a share between 0 and 1, with two decimals at most.")
BOUNDS = ("max_value", "min_value", "max_digits", "max_whole_digits", "max_decimal_places")
KEY = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*\Z"


def key_field() -> serializers.RegexField:
    return serializers.RegexField(KEY, max_length=50)


def sdgs_field(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=17), max_length=17, **options)


def age(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=5, max_value=120, **options)


def team_size(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST_TEAM, **options)


def some(of: Callable[..., Any], *, at_least: int = 1, at_most: int, **options: Any) -> Any:
    """A list of such objects (the stubs don't know the limits that `many=True` takes)."""
    return of(many=True, min_length=at_least, max_length=at_most, **options)


class QuestionIn(Input):
    key = key_field()
    title = TextsIn()
    kind = serializers.ChoiceField(choices=QuestionKind.choices)
    required = serializers.BooleanField(default=False)  # type: ignore[assignment]
    max_bytes = serializers.IntegerField(min_value=1, max_value=50_000_000, allow_null=True, default=None)
    media_types = serializers.ListField(child=Text(max_length=100), max_length=20, default=list)


class StageReviewIn(Input):
    mode = serializers.ChoiceField(choices=ReviewMode.choices)
    reviewers = serializers.IntegerField(min_value=1, max_value=MOST_REVIEWERS, required=False)
    threshold = serializers.DecimalField(
        max_digits=3,
        decimal_places=2,
        min_value=0,
        max_value=1,
        required=False,
        help_text=FAR_APART,
        error_messages=dict.fromkeys(BOUNDS, SHARE),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        reviewers = attrs.get("reviewers", fewest_reviewers(attrs["mode"]))
        return {**attrs, "reviewers": reviewers, "threshold": float(attrs.get("threshold", THRESHOLD))}


class LateIn(Input):
    days = serializers.IntegerField(min_value=1, max_value=MOST_LATE_DAYS)


class StageIn(Input):
    ignored = ("due_at",)

    key = key_field()
    title = TextsIn()
    description = TextsIn(required=False, max_length=2000)
    evidence = TextsIn(required=False, max_length=2000, help_text="What shows that the stage was reached.")
    questions = some(QuestionIn, at_most=50)
    review = StageReviewIn(required=False)
    due_on = Date(required=False, allow_null=True)
    late = LateIn(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As it is kept: without what is not said."""
        told = {name: value for name, value in attrs.items() if value is not None}
        return {**told, "due_on": told["due_on"].isoformat()} if "due_on" in told else told


class LevelIn(Input):
    points = serializers.IntegerField(min_value=0, max_value=100)
    title = TextsIn()
    text = TextsIn(required=False, help_text="What work of this level is like.")


class CriterionIn(Input):
    key = key_field()
    title = TextsIn()
    levels = some(LevelIn, at_least=2, at_most=10)
    reason_required = serializers.BooleanField(required=False, help_text="Whoever gives points says why.")


class RubricIn(Input):
    criteria = some(CriterionIn, at_most=20)


class AudienceIn(Input):
    states = serializers.ListField(child=serializers.RegexField(r"^[A-Z]{2}\Z"), max_length=100, default=list)
    min_age = age(allow_null=True, default=None)
    max_age = age(allow_null=True, default=None)


class CallIn(Input):
    title = TextsIn()
    summary = TextsIn(required=False, max_length=2000)
    opens_on = Date(allow_null=True, default=None)
    closes_on = Date(allow_null=True, default=None)
    audience = AudienceIn(required=False)
    status = serializers.ChoiceField(choices=CallStatus.choices, default=CallStatus.OPEN)
    programme = Text(
        max_length=100, allow_null=True, default=None, help_text="A programme's slug; null: for everybody."
    )
    stages = some(StageIn, at_most=10)
    rubric = RubricIn()
    sdgs = sdgs_field(default=list)
    several_projects = serializers.BooleanField(default=False)
    team_min = team_size(default=1)
    team_max = team_size(default=1)
    mixed_ages = serializers.BooleanField(default=False, help_text="People under 18 and adults in one team.")


class CallPatch(Input):
    ignored = ("id", "language", "created_at")

    title = TextsIn(required=False)
    summary = TextsIn(required=False, max_length=2000)
    opens_on = Date(allow_null=True, required=False)
    closes_on = Date(allow_null=True, required=False)
    audience = AudienceIn(required=False)
    status = serializers.ChoiceField(choices=CallStatus.choices, required=False)
    programme = Text(max_length=100, allow_null=True, required=False)
    stages = some(StageIn, at_most=10, required=False)
    rubric = RubricIn(required=False)
    sdgs = sdgs_field(required=False)
    several_projects = serializers.BooleanField(required=False)
    team_min = team_size(required=False)
    team_max = team_size(required=False)
    mixed_ages = serializers.BooleanField(required=False)


class CallsQuery(Input):
    status = serializers.ChoiceField(choices=CallStatus.choices, required=False)


class QuestionOut(Output):
    key = serializers.CharField()
    title = TextsOut()
    kind = serializers.ChoiceField(choices=QuestionKind.choices)
    required = serializers.BooleanField()  # type: ignore[assignment]
    max_bytes = serializers.IntegerField(allow_null=True)
    media_types = serializers.ListField(child=serializers.CharField())


class StageReviewOut(Output):
    mode = serializers.ChoiceField(choices=ReviewMode.choices)
    reviewers = serializers.IntegerField()
    threshold = serializers.FloatField(help_text=FAR_APART)


class LateOut(Output):
    days = serializers.IntegerField()


class StageOut(Output):
    key = serializers.CharField()
    title = TextsOut()
    description = TextsOut(default=dict)
    evidence = TextsOut(default=dict)
    questions = QuestionOut(many=True)
    review = StageReviewOut(default=ONE_MENTOR)
    due_on = serializers.DateField(default=None, allow_null=True)
    late = LateOut(default=None, allow_null=True)
    due_at = serializers.SerializerMethodField(help_text=_("When that day is over in the reader's member state."))

    def get_due_at(self, stage: Any) -> datetime | None:
        return due_at([stage], stage["key"], self.zones) if stage.get("due_on") else None

    @cached_property
    def zones(self) -> frozenset[str]:
        """The reader's: asked once for all that is shown."""
        return zones_of(self.context["request"].user)


class LevelOut(Output):
    points = serializers.IntegerField()
    title = TextsOut()
    text = TextsOut(default=dict)


class CriterionOut(Output):
    key = serializers.CharField()
    title = TextsOut()
    levels = LevelOut(many=True)
    reason_required = serializers.BooleanField(default=False)


class RubricOut(Output):
    criteria = CriterionOut(many=True)


class AudienceOut(Output):
    states = serializers.ListField(child=serializers.CharField(), default=list, help_text="None: all.")
    min_age = serializers.IntegerField(default=None, allow_null=True)
    max_age = serializers.IntegerField(default=None, allow_null=True)


class CallOut(Output):
    id = serializers.UUIDField()
    title = TextsOut()
    summary = TextsOut()
    opens_on = serializers.DateField(allow_null=True)
    closes_on = serializers.DateField(allow_null=True)
    audience = AudienceOut()
    language = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=CallStatus.choices)
    programme = serializers.CharField(source="programme.slug", default=None, allow_null=True)
    stages = StageOut(many=True)
    rubric = RubricOut()
    sdgs = sdgs_field()
    several_projects = serializers.BooleanField()
    team_min = serializers.IntegerField()
    team_max = serializers.IntegerField()
    mixed_ages = serializers.BooleanField()

    def get_language(self, call: Any) -> str:
        return best(call.title)
