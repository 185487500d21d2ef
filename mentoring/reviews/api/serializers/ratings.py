from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from mentoring.reviews.rules import CHANGEABLE, HELPFUL


class RatingIn(Input):
    ignored = ("rated_at", "changeable_until")

    helpful = serializers.IntegerField(min_value=HELPFUL[0], max_value=HELPFUL[1])
    words = Text(max_length=500, allow_blank=True, default="", help_text=_("For the programme office alone."))


class RatingOut(Output):
    helpful = serializers.IntegerField()
    words = serializers.CharField()
    rated_at = serializers.DateTimeField(source="created_at")
    changeable_until = serializers.SerializerMethodField()

    def get_changeable_until(self, rating: Any) -> serializers.DateTimeField():  # type: ignore[valid-type]
        return rating.created_at + CHANGEABLE


class MeanOut(Output):
    mean = serializers.FloatField(
        allow_null=True,
        help_text=_("From 1 to 5; null while one could know by it who rated. It moves by five ratings."),
    )


class RatingsQuery(Input):
    mentor = serializers.UUIDField(required=False)
    call = serializers.UUIDField(required=False)


class RatedMentorOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField(source="person.name")


class OfficeRatingOut(Output):
    """What one of a team said. Who it was isn't told."""

    id = serializers.UUIDField()
    review = serializers.UUIDField(source="review_id")
    mentor = RatedMentorOut(source="review.mentor")
    project = serializers.UUIDField(source="review.submission.project_id")
    helpful = serializers.IntegerField()
    words = serializers.CharField()
    rated_at = serializers.DateTimeField(source="created_at")
