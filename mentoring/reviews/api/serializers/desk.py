from typing import Any

from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from mentoring.projects.enums import Decision, SubmissionStatus
from mentoring.reviews.api.serializers.queue import QueuedProjectOut
from mentoring.reviews.api.serializers.reviews import ScoreOut
from mentoring.reviews.enums import Remark


class HandBack(Input):
    word = Text(allow_blank=True, max_length=2000, default="")
    with_draft = serializers.BooleanField(default=False)


class SnoozeIn(Input):
    days = serializers.IntegerField(min_value=1, max_value=3, help_text="working days of the team's")


class SnoozeOut(Output):
    submission = serializers.UUIDField(source="submission_id")
    until_on = serializers.DateField()


class HeldReviewOut(Output):
    """A review of mine that isn't finished."""

    review = serializers.UUIDField(source="id")
    submission = serializers.UUIDField(source="submission_id")
    project = QueuedProjectOut(source="submission.project")
    lease_until = serializers.DateTimeField()


class MineOut(Output):
    submission = serializers.UUIDField(source="id")
    project = QueuedProjectOut()
    waiting_since = serializers.DateTimeField(source="submitted_at")
    due_on = serializers.DateField(help_text="after this day it goes to another mentor")
    snoozed_until = serializers.DateField(allow_null=True)


class MinutesOut(Output):
    mine = serializers.FloatField(allow_null=True)
    usual = serializers.FloatField(allow_null=True)
    computed_at = serializers.DateTimeField(
        allow_null=True, help_text="what is usual: it holds for a quarter of an hour"
    )


class HoursOut(Output):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class DeskOut(Output):
    leases = HeldReviewOut(many=True)
    mine = MineOut(many=True)
    waiting = serializers.IntegerField(allow_null=True, help_text="for anybody, and suits me; null beyond 100")
    minutes = MinutesOut(help_text="what a review takes from its lease on, the middle one")
    next_hours = HoursOut(allow_null=True, help_text="of my availability")
    drafts = HeldReviewOut(many=True, help_text="ran out or were handed back, and their work waits again")


class SaidOut(Output):
    """A review, whoever wrote it."""

    scores = serializers.DictField(child=ScoreOut())
    feedback = serializers.CharField()
    remarks = serializers.ListField(child=serializers.ChoiceField(choices=Remark.choices))
    remark_texts = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()

    def get_remark_texts(self, review: Any) -> list[str]:
        return [str(Remark(code).label) for code in review.remarks]

    def get_decision(self, review: Any) -> Decision | None:
        return review.decision or None


class EarlierOut(Output):
    """Without what came of it to whoever hasn't taken the work up, or is one of several and hasn't given her own review."""

    submission = serializers.UUIDField(source="id")
    stage = serializers.CharField()
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=SubmissionStatus.choices, allow_null=True)
    submitted_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    answers = serializers.DictField(child=serializers.JSONField())
    reviews = SaidOut(many=True, source="said")


class WordOut(Output):
    word = serializers.CharField()
    draft = SaidOut(allow_null=True)


class HistoryOut(Output):
    versions = EarlierOut(many=True, help_text="what was handed in and answered before, oldest first")
    words = WordOut(
        many=True, help_text="of mentors who handed this one back; for whoever took it up after, and the office"
    )
