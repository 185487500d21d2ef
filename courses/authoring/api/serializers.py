from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from courses.authoring.enums import ImportStatus
from courses.authoring.errors import PROBLEMS, Fault
from courses.authoring.models import PackageImport
from foundation.kernel.http import Input, Output, ProgressOut


class PackageImportIn(Input):
    file = serializers.FileField(help_text=_("A zip of at most 48 MB with course.yaml at its root."))


class PackageQuery(Input):
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        help_text=_("Its number; without it the newest, draft or not."),
    )


class FaultOut(Output):
    file = serializers.CharField()
    line = serializers.IntegerField(help_text=_("0: the file as a whole."))
    code = serializers.CharField()
    detail = serializers.CharField(help_text=_("In the reader's language."))


class FailureOut(Output):
    code = serializers.CharField()
    detail = serializers.CharField()


class PackageImportOut(Output):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=ImportStatus.values)
    progress = ProgressOut(help_text=_("In files."))
    course = serializers.SlugField(allow_null=True)
    version = serializers.IntegerField(
        allow_null=True, help_text=_("The draft that it became, or the version that held the same already.")
    )
    faults = FaultOut(many=True, help_text=_("All that keeps it out, the first 1,000 of them."))
    warnings = FaultOut(many=True, help_text=_("What authors should know, and what keeps nothing out."))
    fault_count = serializers.IntegerField()
    warning_count = serializers.IntegerField()
    problem = FailureOut(allow_null=True, help_text=_("Why it failed, where that is not for the package."))
    batch = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, instance: PackageImport) -> dict[str, Any]:
        coming, batch, version = instance, instance.batch, instance.version
        names = ("id", "status", "fault_count", "warning_count", "created_at")
        values = {
            **{name: getattr(coming, name) for name in names},
            "progress": {"done": batch.done, "total": batch.total} if batch else {"done": 0, "total": 0},
            "course": version.course.slug if version else None,
            "version": version.number if version else None,
            "faults": [_said(fault) for fault in coming.faults],
            "warnings": [_said(fault) for fault in coming.warnings],
            "problem": {"code": coming.problem, "detail": PROBLEMS[coming.problem]} if coming.problem else None,
            "batch": coming.batch_id,
        }
        return super().to_representation(values)


def _said(kept: dict[str, Any]) -> dict[str, Any]:
    fault = Fault(**kept)
    return {"file": fault.file, "line": fault.line, "code": fault.code, "detail": fault.detail}
