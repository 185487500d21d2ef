"""What lessons show, at addresses that a browser's `<img>` can ask for: it sends no `Authorization`. Who has one has read it
in a lesson, since it holds the digest of what it leads to."""

from functools import partial

from django.http.response import HttpResponseBase
from django.urls import re_path
from rest_framework.request import Request

from courses.catalogue.enums import MediaKind
from courses.catalogue.selectors import media_part, media_size
from foundation.kernel.errors import NotFound
from foundation.kernel.http import AllowAny, View, immutable, operation


class MediaView(View):
    authentication_classes = ()
    permission_classes = [AllowAny]
    schema = None

    @operation(summary="A picture, a recording or captions of a lesson", media="application/octet-stream")
    def get(self, request: Request, sha256: str, kind: str) -> HttpResponseBase:
        size = media_size(sha256, kind)
        if size is None:
            raise NotFound
        return immutable(
            request._request,
            digest=sha256,
            size=size,
            media_type=MediaKind(kind).media_type,
            read=partial(media_part, sha256),
        )


urlpatterns = [re_path(r"^media/(?P<sha256>[0-9a-f]{64})\.(?P<kind>[0-9a-z]{3,4})$", MediaView.as_view())]
