from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.kernel.http import Output
from mentoring.projects.enums import SubmissionStatus
from mentoring.reviews.enums import Flag

SHARE = _("A share of the points that can be had, from 0 to 1.")


def figure(name: str, **options: Any) -> serializers.FloatField:
    return serializers.FloatField(source=f"figures.{name}", **options)


def computed_at() -> serializers.DateTimeField:
    return serializers.DateTimeField(help_text=_("What was computed holds for a quarter of an hour."))


class ReviewerOut(Output):
    """How a reviewer judges, by all reviews that they gave in the programme. A flag is a question and no verdict."""

    mentor = serializers.UUIDField(source="id")
    name = serializers.CharField(source="person.name")
    reviews = serializers.IntegerField(source="figures.reviews")
    shared = serializers.IntegerField(
        source="figures.shared",
        help_text=_("Those of works that others have reviewed too: what the severity rests on."),
    )
    mean_raw = figure("mean_raw", help_text=SHARE)
    mean_adjusted = figure("mean_adjusted", help_text=SHARE)
    severity = figure(
        "severity", help_text=_("What this reviewer takes away, as a share of the points; negative: gives.")
    )
    median_minutes = figure("median_minutes", help_text=_("While the work was held."))
    flags = serializers.ListField(child=serializers.ChoiceField(choices=Flag.choices), source="figures.flags")
    flag_texts = serializers.SerializerMethodField()
    computed_at = computed_at()

    def get_flag_texts(self, reviewer: Any) -> list[str]:
        return [str(Flag(code).label) for code in reviewer.figures["flags"]]


class ScoredProjectOut(Output):
    id = serializers.UUIDField()
    title = serializers.CharField()


class ScoredOut(Output):
    """What the reviews of a submission come to, as they are and without their reviewers' severity."""

    submission = serializers.UUIDField(source="id")
    project = ScoredProjectOut()
    stage = serializers.CharField()
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=SubmissionStatus.choices)
    reviews = serializers.IntegerField(source="given")
    raw = serializers.FloatField(help_text=SHARE)
    adjusted = serializers.FloatField(help_text=SHARE)
    computed_at = computed_at()
