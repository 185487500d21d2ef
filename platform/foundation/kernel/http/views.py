from typing import TYPE_CHECKING, Any, cast

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from foundation.kernel.errors import NotFound
from foundation.kernel.http.bodies import is_form

if TYPE_CHECKING:
    from foundation.accounts.models import User


class View(APIView):
    """The base of every view: methods declared with `@operation`, permissions stated by each view itself."""

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        """Read the body before DRF does, so that a kept answer can be compared with it; a form is compared as parsed."""
        if request.method == "POST" and "Idempotency-Key" in request.headers and not is_form(request):
            request.body  # noqa: B018 (reading it is the point)
        return super().initialize_request(request, *args, **kwargs)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Who asks for a file may accept its type alone."""
        handler = getattr(self, str(request.method).lower(), None)
        return super().perform_content_negotiation(request, force or hasattr(handler, "media"))

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse to be kept by shared caches unless the view said otherwise."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache"
        return answer


class Missing(View):
    """Any path of the API that does not exist."""

    permission_classes = ()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotFound


def actor(request: Request) -> "User":
    """The signed-in person; the view's permission has made sure of one."""
    return cast("User", request.user)
