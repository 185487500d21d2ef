from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text, TextsOut
from mentoring.projects.enums import Decision
from mentoring.reviews.enums import Remark, RemarkTopic, ReviewStatus, Sight


class ScoreIn(Input):
    points = serializers.IntegerField(min_value=0, max_value=100)
    reason = Text(allow_blank=True, max_length=2000, default="")


class ReviewPatch(Input):
    ignored = ("id", "submission", "status", "lease_until", "submitted_at", "remark_texts", "reviewer", "rubric")

    scores = serializers.DictField(child=ScoreIn(allow_null=True), required=False)
    feedback = Text(allow_blank=True, max_length=10_000, required=False)
    remarks = serializers.ListField(
        child=serializers.ChoiceField(choices=Remark.choices), max_length=len(Remark), required=False
    )
    decision = serializers.ChoiceField(choices=Decision.choices, allow_null=True, required=False)

    def validate_decision(self, decision: str | None) -> str:
        return decision or ""


class RemarkOut(Output):
    code = serializers.ChoiceField(source="value", choices=Remark.choices)
    text = serializers.CharField(source="label", help_text="What the learner reads, in the language of the request.")
    praises = serializers.BooleanField(help_text="Else it says what to do.")


class TopicOut(Output):
    topic = serializers.ChoiceField(source="value", choices=RemarkTopic.choices)
    title = serializers.CharField(source="label")
    remarks = RemarkOut(many=True)


class RemarksOut(Output):
    topics = TopicOut(many=True, source="*")


class ReviewsQuery(Input):
    status = serializers.ChoiceField(choices=ReviewStatus.choices, required=False)


class ScoreOut(Output):
    points = serializers.IntegerField()
    reason = serializers.CharField()


class UnsavedOut(Output):
    """What was sent; what wasn't is null."""

    id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    scores = serializers.DictField(
        child=ScoreOut(allow_null=True), source="typed.scores", default=None, allow_null=True
    )
    feedback = serializers.CharField(source="typed.feedback", default=None, allow_null=True)
    remarks = serializers.ListField(
        child=serializers.ChoiceField(choices=Remark.choices), source="typed.remarks", default=None, allow_null=True
    )
    decision = serializers.SerializerMethodField()

    def get_decision(self, unsaved: Any) -> Decision | None:
        return unsaved.typed.get("decision") or None


class WrittenByOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField(source="person.name")


class ReviewOut(Output):
    """To all but the office and its author without who wrote it, and when: what is not known to be seen as more is seen so."""

    id = serializers.UUIDField()
    submission = serializers.UUIDField(source="submission_id")
    status = serializers.ChoiceField(choices=ReviewStatus.choices)
    lease_until = serializers.SerializerMethodField()
    reviewer = serializers.SerializerMethodField(help_text="To the office alone.")
    scores = serializers.DictField(child=ScoreOut())
    feedback = serializers.CharField()
    remarks = serializers.ListField(child=serializers.ChoiceField(choices=Remark.choices))
    remark_texts = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()
    submitted_at = serializers.SerializerMethodField(help_text="The decision's time, unless it is one's own.")

    def get_lease_until(self, review: Any) -> datetime | None:
        until: datetime = review.lease_until
        return None if _seen_as(review) == Sight.OTHER else until

    def get_submitted_at(self, review: Any) -> datetime | None:
        at: datetime | None = review.submission.decided_at if _seen_as(review) == Sight.OTHER else review.submitted_at
        return at

    @extend_schema_field(WrittenByOut(allow_null=True))
    def get_reviewer(self, review: Any) -> Any:
        return WrittenByOut(review.mentor).data if _seen_as(review) == Sight.OFFICE else None

    def get_remark_texts(self, review: Any) -> list[str]:
        return [str(Remark(code).label) for code in review.remarks]

    def get_decision(self, review: Any) -> Decision | None:
        return review.decision or None


class ReviewLevelOut(Output):
    points = serializers.IntegerField()
    title = TextsOut()
    text = TextsOut(default=dict)


class ReviewCriterionOut(Output):
    key = serializers.CharField()
    title = TextsOut()
    levels = ReviewLevelOut(many=True)
    reason_required = serializers.BooleanField(default=False)


class ReviewRubricOut(Output):
    criteria = ReviewCriterionOut(many=True)


class OpenedReviewOut(ReviewOut):
    """With what the work is judged by, in the reader's language."""

    rubric = ReviewRubricOut(source="submission.project.call.rubric")


def _seen_as(review: Any) -> Sight:
    return Sight(getattr(review, "seen_as", Sight.OTHER))
