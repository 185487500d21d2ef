from uuid import UUID

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from foundation.files import policies
from foundation.files.api.serializers import FileOut
from foundation.files.models import StoredFile
from foundation.kernel.http import SignedIn, View, actor, attachment, operation


class FileView(View):
    permission_classes = [SignedIn]

    @operation(summary="A file of mine", result=FileOut)
    def get(self, request: Request, file_id: UUID) -> StoredFile:
        return policies.get_file_for(actor(request), file_id)


class FileContentView(View):
    permission_classes = [SignedIn]

    @operation(summary="What is in a file of mine", media="application/octet-stream")
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        file = policies.get_content_for(actor(request), file_id)
        return attachment(file.content.open("rb"), name=file.name, media_type=file.media_type)
