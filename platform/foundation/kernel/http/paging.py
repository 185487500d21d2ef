from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from foundation.kernel.errors import FieldError, Invalid

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
JOINT = ","  # between the keys of a place


class Pages(CursorPagination):
    """Cursor pages over `ordering`, in one direction and the whole of it unique: a page begins after a place by all its keys,
    which an index on them finds however deep it lies. A limit out of range and a cursor that is not ours are refused, not
    bent."""

    page_size_query_param = "limit"

    def __init__(self, *ordering: str, most: int = MAX_LIMIT) -> None:
        self._ordering, self._most = ordering, most
        self._next: str | None = None
        self._previous: str | None = None

    def get_page_size(self, request: Request) -> int:
        return read_limit(request, self._most)

    def rows(self, queryset: QuerySet[Any], request: Request) -> list[Any]:
        """The rows of the page that the request asks for, in one query."""
        try:
            return self.paginate_queryset(queryset, request)
        except (NotFound, ValidationError, ValueError, DataError):
            raise Invalid(errors=[FieldError("?cursor", "invalid", _("This cursor is not one of ours."))]) from None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.base_url, limit = request.build_absolute_uri(), self.get_page_size(request)
        cursor: Any = self.decode_cursor(request) or Cursor(0, False, None)
        ordering = [_turned(key) for key in self._ordering] if cursor.reverse else self._ordering
        ordered = queryset.order_by(*ordering)
        found = list(ordered.filter(_beyond(ordering, cursor.position))[: limit + 1])
        page = found[:limit][::-1] if cursor.reverse else found[:limit]
        more, came = len(found) > limit, cursor.position is not None
        after, before = (came, more) if cursor.reverse else (more, came)
        ends: list[Any] = [self._place(row) for row in page] or [cursor.position]
        self._next = self.encode_cursor(Cursor(0, False, ends[-1])) if after else None
        self._previous = self.encode_cursor(Cursor(0, True, ends[0])) if before else None
        return page

    def members(self, results: list[Any]) -> dict[str, Any]:
        return {"next": self._next, "previous": self._previous, "results": results}

    def _place(self, row: Any) -> str:
        keys = (key.lstrip("-") for key in self._ordering)
        return JOINT.join(str(row[key] if isinstance(row, dict) else getattr(row, key)) for key in keys)


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


class Beyond(Q):
    """Of rows that come after a place in their order. What is paged as a queryset is and isn't one reads the `place`."""

    place: Sequence[str] = ()


def _beyond(ordering: Sequence[str], place: str | None) -> Beyond:
    if place is None:
        return Beyond()
    keys, values = [key.lstrip("-") for key in ordering], place.split(JOINT, len(ordering) - 1)
    if len(keys) != len(values):
        raise ValueError(place)
    beyond = Beyond(_later(ordering[0].startswith("-"), keys, values))
    beyond.place = values
    return beyond


def _later(falling: bool, keys: Sequence[str], values: Sequence[str]) -> Q:
    if len(keys) == 1:
        return Q(**{f"{keys[0]}__{'lt' if falling else 'gt'}": values[0]})
    return Q((TupleLessThan if falling else TupleGreaterThan)(Tuple(*map(F, keys)), list(values)))


def read_limit(request: Request, most: int) -> int:
    words = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not (words.isascii() and words.isdigit() and len(words) < 5 and 1 <= int(words) <= most):
        detail = _("Give a whole number from 1 to %(most)s.") % {"most": most}
        raise Invalid(errors=[FieldError("?limit", "out_of_range", detail)])
    return int(words)
