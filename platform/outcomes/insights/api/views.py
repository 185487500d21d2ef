from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from foundation.kernel.http import SignedIn, View, actor, attachment, operation
from outcomes.insights import selectors
from outcomes.insights.api import serializers as shapes
from outcomes.insights.api.writing import progress_file
from outcomes.insights.services import report_pdf

CSV, PDF = "text/csv", "application/pdf"


class ProgressView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="How far each learner of a cohort has come, for its coordinators",
        result=shapes.LearnerProgressOut,
        page="id",
    )
    def get(self, request: Request, cohort_id: UUID) -> QuerySet[Any, dict[str, Any]]:
        return selectors.list_progress(actor(request), cohort_id)


class TotalsView(View):
    permission_classes = [SignedIn]

    @operation(summary="The figures of a cohort, by school, gender, language and course", result=shapes.TotalsOut)
    def get(self, request: Request, cohort_id: UUID) -> selectors.Totals:
        return selectors.totals_of(actor(request), cohort_id)


class ProgressFileView(View):
    permission_classes = [SignedIn]

    @operation(summary="The same of all learners, for a spreadsheet", query=shapes.FileQuery, media=CSV)
    def get(self, request: Request, cohort_id: UUID, *, query: dict[str, Any]) -> HttpResponseBase:
        delimiter = shapes.DELIMITERS[query["delimiter"]]
        lines = progress_file(actor(request), cohort_id, delimiter=delimiter)
        return attachment(lines, name="progress.csv", media_type=f"{CSV}; charset=utf-8")


class ReportView(View):
    permission_classes = [SignedIn]

    @operation(summary="The figures of a cohort as a page to print, in the reader's language", media=PDF)
    def get(self, request: Request, cohort_id: UUID) -> HttpResponseBase:
        page = report_pdf(actor=actor(request), cohort_id=cohort_id)
        return attachment(page, name="progress.pdf", media_type=PDF)


class NextView(View):
    permission_classes = [SignedIn]

    @operation(summary="What I may do next, and why: up to five steps, the first of them first", result=shapes.StepsOut)
    def get(self, request: Request) -> dict[str, Any]:
        return {"next": None, "previous": None, "results": selectors.steps_of(actor(request))}
