from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from foundation.kernel.errors import FieldError, Invalid

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


class Pages(CursorPagination):
    """Cursor pages over `ordering`; a limit out of range and a cursor that is not ours are refused, not bent."""

    page_size_query_param = "limit"

    def __init__(self, *ordering: str, most: int = MAX_LIMIT) -> None:
        self._ordering, self._most = ordering, most

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return self._ordering

    def get_page_size(self, request: Request) -> int:
        return read_limit(request, self._most)

    def rows(self, queryset: QuerySet[Any], request: Request) -> list[Any]:
        """The rows of the page that the request asks for, in one query."""
        try:
            return self.paginate_queryset(queryset, request) or []
        except (NotFound, ValidationError, ValueError, DataError):
            raise Invalid(errors=[FieldError("?cursor", "invalid", _("This cursor is not one of ours."))]) from None

    def members(self, results: list[Any]) -> dict[str, Any]:
        return {"next": self.get_next_link(), "previous": self.get_previous_link(), "results": results}


def read_limit(request: Request, most: int) -> int:
    words = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not (words.isascii() and words.isdigit() and len(words) < 5 and 1 <= int(words) <= most):
        detail = _("Give a whole number from 1 to %(most)s.") % {"most": most}
        raise Invalid(errors=[FieldError("?limit", "out_of_range", detail)])
    return int(words)
