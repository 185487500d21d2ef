"""What came in: JSON, or a form with files for the views that take one."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from foundation.kernel.errors import Invalid, TooLarge, UnsupportedMedia

__all__ = ["MultiPartParser", "data_of", "is_form"]


class MalformedForm(Invalid):
    code = "malformed_form"
    title = _("This is not a form")
    detail = _("The body could not be read as `multipart/form-data` in UTF-8.")


def is_form(request: Any) -> bool:
    return bool(str(request.content_type or "").startswith("multipart/form-data"))


def data_of(request: Request) -> Any:
    """The body as its parser read it; large files lie on disk. Raises `UnsupportedMedia`, `MalformedForm`, `TooLarge`."""
    try:
        data = request.data
    except UnsupportedMediaType:
        taken = "`, `".join(parser.media_type for parser in request.parsers or ())
        raise UnsupportedMedia(_("Send `%(media_types)s`.") % {"media_types": taken}) from None
    except RequestDataTooBig:
        raise TooLarge(max_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE) from None
    except (ParseError, SuspiciousOperation):
        raise MalformedForm from None
    if isinstance(data, QueryDict) and any(map(_has_nul, data.values())):
        raise MalformedForm(_("The body contains a NUL character."))
    return data


def _has_nul(value: Any) -> bool:
    """PostgreSQL can't keep one, not in JSON either."""
    return isinstance(value, str) and ("\0" in value or "\\u0000" in value)
