from typing import Any

from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from mentoring.projects.enums import Decision
from mentoring.reviews.enums import Remark, ReviewStatus


class ScoreIn(Input):
    points = serializers.IntegerField(min_value=0, max_value=100)
    reason = Text(allow_blank=True, max_length=2000, default="")


class ReviewPatch(Input):
    ignored = ("id", "submission", "status", "lease_until", "submitted_at", "remark_texts")

    scores = serializers.DictField(child=ScoreIn(allow_null=True), required=False)
    feedback = Text(allow_blank=True, max_length=10_000, required=False)
    remarks = serializers.ListField(
        child=serializers.ChoiceField(choices=Remark.choices), max_length=len(Remark), required=False
    )
    decision = serializers.ChoiceField(choices=Decision.choices, allow_null=True, required=False)

    def validate_decision(self, decision: str | None) -> str:
        return decision or ""


class ReviewsQuery(Input):
    status = serializers.ChoiceField(choices=ReviewStatus.choices, required=False)


class ScoreOut(Output):
    points = serializers.IntegerField()
    reason = serializers.CharField()


class ReviewOut(Output):
    """Never who wrote it."""

    id = serializers.UUIDField()
    submission = serializers.UUIDField(source="submission_id")
    status = serializers.ChoiceField(choices=ReviewStatus.choices)
    lease_until = serializers.DateTimeField()
    scores = serializers.DictField(child=ScoreOut())
    feedback = serializers.CharField()
    remarks = serializers.ListField(child=serializers.ChoiceField(choices=Remark.choices))
    remark_texts = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()
    submitted_at = serializers.DateTimeField(allow_null=True)

    def get_remark_texts(self, review: Any) -> list[str]:
        return [str(Remark(code).label) for code in review.remarks]

    def get_decision(self, review: Any) -> Decision | None:
        return review.decision or None
