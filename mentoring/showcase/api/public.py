"""The picture of a project in the showcase, at an address that a browser's `<img>` can ask for."""

from mimetypes import guess_extension
from uuid import UUID

from django.http.response import HttpResponseBase
from django.urls import path
from rest_framework.request import Request

from foundation.kernel.http import AllowAny, View, attachment, operation
from foundation.kernel.http.conditions import cache_headers
from mentoring.showcase.selectors import get_shown_picture


class PictureView(View):
    authentication_classes = ()
    permission_classes = [AllowAny]
    schema = None

    @operation(summary="The picture that all of a team want shown", media="application/octet-stream")
    def get(self, request: Request, project_id: UUID) -> HttpResponseBase:
        file = get_shown_picture(project_id)
        response = attachment(
            file.content.open("rb"), name=f"picture{guess_extension(file.media_type)}", media_type=file.media_type
        )
        for header, value in cache_headers(request, shared=True).items():
            response[header] = value
        return response


urlpatterns = [path("showcase/<uuid:project_id>/picture", PictureView.as_view())]
