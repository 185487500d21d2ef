from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.files.enums import FileStatus
from foundation.kernel.http import Input, Output, Text
from foundation.kernel.urls import public_url
from mentoring.projects.selectors import name_of_file
from mentoring.reviews.api.serializers.reviews import ScoreOut
from mentoring.reviews.enums import CaseOutcome, CaseStatus, Remark, ReportReason, SubjectType
from mentoring.reviews.models import Case, Report, Review
from mentoring.reviews.rules import files_closed


class ReportedSubject(Input):
    type = serializers.ChoiceField(choices=SubjectType.choices)
    id = serializers.UUIDField()


class ReportIn(Input):
    subject = ReportedSubject()
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    words = Text(max_length=2000, allow_blank=True, default="")

    def validate(self, body: dict[str, Any]) -> dict[str, Any]:
        subject = body.pop("subject")
        return {**body, "subject_type": subject["type"], "subject_id": subject["id"]}


class ReportedSubjectOut(Output):
    type = serializers.ChoiceField(choices=SubjectType.choices, source="subject_type")
    id = serializers.UUIDField(source="subject_id")


class ReportOut(Output):
    """What I reported."""

    id = serializers.UUIDField()
    subject = ReportedSubjectOut(source="case")
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    words = serializers.CharField()
    status = serializers.ChoiceField(choices=CaseStatus.choices, source="case.status")
    reported_at = serializers.DateTimeField(source="created_at")


class CasesQuery(Input):
    status = serializers.ChoiceField(choices=CaseStatus.choices, required=False)


class PersonOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ToldOut(Output):
    reporter = PersonOut()
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    reason_text = serializers.SerializerMethodField()
    words = serializers.CharField()
    reported_at = serializers.DateTimeField(source="created_at")

    def get_reason_text(self, report: Report) -> str:
        return str(ReportReason(report.reason).label)


class ReportedMentorOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField(source="person.name")
    suspension = serializers.SerializerMethodField(help_text=_("Where this mentor can be suspended."))

    def get_suspension(self, mentor: Any) -> str:
        return public_url(f"/api/v1/mentors/{mentor.id}/suspension")


class CaseOut(Output):
    """What was reported of one thing, for whoever looks into it."""

    id = serializers.UUIDField()
    subject = ReportedSubjectOut(source="*")
    mentor = ReportedMentorOut()
    states = serializers.ListField(child=serializers.CharField())
    is_safety = serializers.BooleanField(help_text=_("True: the safeguarding officers'. False: the office's too."))
    status = serializers.ChoiceField(choices=CaseStatus.choices)
    outcome = serializers.SerializerMethodField()
    note = serializers.CharField()
    handled_by = PersonOut(allow_null=True)
    opened_at = serializers.DateTimeField(source="created_at")
    closed_at = serializers.DateTimeField(allow_null=True)
    reports = ToldOut(many=True, source="reports.all")

    def get_outcome(self, case: Case) -> CaseOutcome | None:
        return CaseOutcome(case.outcome) if case.outcome else None


class ReportedReviewOut(Output):
    scores = serializers.DictField(child=ScoreOut())
    feedback = serializers.CharField()
    remark_texts = serializers.SerializerMethodField()
    decision = serializers.CharField(help_text=_("Empty while there is none."))
    submitted_at = serializers.DateTimeField(allow_null=True)

    def get_remark_texts(self, review: Review) -> list[str]:
        return [str(Remark(code).label) for code in review.remarks]


class ReportedWorkOut(Output):
    project = serializers.UUIDField(source="project_id")
    title = serializers.CharField(source="project.title")
    call = serializers.UUIDField(source="project.call_id", help_text=_("It has the questions and the criteria."))
    stage = serializers.CharField()
    number = serializers.IntegerField()
    answers = serializers.DictField()


class ReportedFileOut(Output):
    id = serializers.UUIDField()
    question = serializers.CharField()
    name = serializers.SerializerMethodField()
    media_type = serializers.CharField(source="file.media_type")
    bytes = serializers.IntegerField(source="file.bytes")
    status = serializers.ChoiceField(source="file.status", choices=FileStatus.choices)
    url = serializers.SerializerMethodField(
        help_text=_("Null until it was found clean. Who opens it is in the record.")
    )

    def get_name(self, file: Any) -> str:
        return name_of_file(file)

    def get_url(self, file: Any) -> str | None:
        clean = file.file.status == FileStatus.CLEAN
        return public_url(f"/api/v1/cases/{file.case}/files/{file.id}") if clean else None


class OpenedCaseOut(CaseOut):
    """With what was reported, and the work that it is about."""

    review = ReportedReviewOut()
    submission = ReportedWorkOut(source="review.submission")
    files = ReportedFileOut(many=True, help_text=_("Of the work."))
    files_closed = serializers.SerializerMethodField(
        help_text=_("Why its files aren’t opened, so that none is listed. Null while they are.")
    )

    def get_files_closed(self, case: Case) -> str | None:
        why = files_closed(case.status, is_safety=case.is_safety)
        return str(why.label) if why else None


class CasePatch(Input):
    ignored = (
        "id",
        "subject",
        "mentor",
        "states",
        "handled_by",
        "opened_at",
        "closed_at",
        "reports",
        "review",
        "submission",
        "files",
        "files_closed",
    )

    status = serializers.ChoiceField(choices=CaseStatus.choices, required=False)
    outcome = serializers.ChoiceField(choices=CaseOutcome.choices, allow_null=True, required=False)
    note = Text(max_length=5000, allow_blank=True, required=False)
    is_safety = serializers.BooleanField(required=False)

    def validate_outcome(self, outcome: str | None) -> str:
        return outcome or ""
