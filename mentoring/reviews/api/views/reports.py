from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.http import SignedIn, View, actor, attachment, operation
from mentoring.projects.selectors import name_of_file
from mentoring.reviews import errors
from mentoring.reviews.api import serializers as shapes
from mentoring.reviews.models import Case, Report
from mentoring.reviews.policies import reports_of
from mentoring.reviews.selectors import list_cases, opened_case, with_subject
from mentoring.reviews.services import change_case, open_file, report


class ReportsView(View):
    permission_classes = [SignedIn]

    @operation(summary="What I reported, newest first", result=shapes.ReportOut, page="-id")
    def get(self, request: Request) -> QuerySet[Report]:
        return reports_of(actor(request))

    @operation(
        summary="Say that something is wrong; whoever I report never learns that it was me",
        body=shapes.ReportIn,
        result=shapes.ReportOut,
        status=201,
        problems=(errors.UnknownSubject, errors.AlreadyReported),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Report:
        return report(actor=actor(request), **body)


class CasesView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What was reported, for safeguarding officers and the office, newest first",
        query=shapes.CasesQuery,
        result=shapes.CaseOut,
        page="-id",
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Case]:
        return list_cases(actor(request), **query)


class CaseView(View):
    permission_classes = [SignedIn]

    @operation(summary="One case, with what was reported", result=shapes.OpenedCaseOut)
    def get(self, request: Request, case_id: UUID) -> Case:
        return opened_case(actor(request), case_id)

    @operation(
        summary="Take a case, leave it, note something, or close it",
        body=shapes.CasePatch,
        result=shapes.OpenedCaseOut,
        revised=True,
        problems=(errors.CaseClosed, errors.CaseNotRight),
    )
    def patch(self, request: Request, case_id: UUID, *, body: dict[str, Any], revision: int | None) -> Case:
        changed = change_case(actor=actor(request), case_id=case_id, revision=revision, changes=body, now=clock.now())
        return with_subject(changed)


class CaseFileView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What is in a file of the reported work, where the case is about safety; the opening is in the record",
        media="application/octet-stream",
        problems=(errors.CaseFilesClosed,),
    )
    def get(self, request: Request, case_id: UUID, file_id: UUID) -> HttpResponseBase:
        found = open_file(actor=actor(request), case_id=case_id, file_id=file_id)
        return attachment(found.file.content.open("rb"), name=name_of_file(found), media_type=found.file.media_type)
