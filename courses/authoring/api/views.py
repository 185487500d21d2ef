from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from courses.authoring.api.serializers import PackageImportIn, PackageImportOut, PackageQuery
from courses.authoring.models import PackageImport
from courses.authoring.policies import get_import_for, get_package_for
from courses.authoring.services import packed, upload_package
from foundation.files.enums import MediaType
from foundation.files.errors import EmptyFile, WrongType
from foundation.kernel.http import Answer, MultiPartParser, SignedIn, View, actor, attachment, operation


class PackageImportsView(View):
    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser]

    @operation(
        summary="Send a course package; it becomes a draft, or all that is wrong with it is said",
        body=PackageImportIn,
        result=PackageImportOut,
        status=202,
        problems=(WrongType, EmptyFile),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        coming = upload_package(actor=actor(request), file=body["file"])
        return Answer(coming, location=f"/api/v1/course-packages/{coming.pk}")


class PackageImportView(View):
    permission_classes = [SignedIn]

    @operation(summary="What became of a course package", result=PackageImportOut)
    def get(self, request: Request, import_id: UUID) -> PackageImport:
        return get_import_for(actor(request), import_id)


class CoursePackageView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="The package of a course's version, to be changed or imported elsewhere",
        query=PackageQuery,
        media=MediaType.ZIP.value,
    )
    def get(self, request: Request, slug: str, *, query: dict[str, Any]) -> HttpResponseBase:
        package = get_package_for(actor(request), slug, query.get("version"))
        name = f"{package.version.course.slug}-{package.version.number}.zip"
        return attachment(packed(package), name=name, media_type=MediaType.ZIP)
