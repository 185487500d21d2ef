from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response

from config.demo import ACCOUNTS, PASSWORD
from foundation.kernel.language import current, direction


class Docs(SpectacularSwaggerView):
    """The API to be tried, from local files; in the demo as any of its people, by one press."""

    template_name = "config/docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        demo = {"accounts": ACCOUNTS, "password": PASSWORD} if settings.DEMO else {}
        response.data |= {"language": current(), "direction": direction(), **demo}
        return response
