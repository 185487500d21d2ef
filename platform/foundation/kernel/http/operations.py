"""`@operation`: one declaration that parses the request, renders the answer and documents both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from foundation.kernel.errors import FieldError, Invalid, Problem
from foundation.kernel.http import conditions, idempotency
from foundation.kernel.http.bodies import data_of
from foundation.kernel.http.fields import Input, Output
from foundation.kernel.http.paging import MAX_LIMIT, Pages
from foundation.kernel.http.problems import field_errors
from foundation.kernel.http.rendering import dumps
from foundation.kernel.http.schema import document

Method = TypeVar("Method", bound=Callable[..., Any])
PAGING = frozenset({"limit", "cursor"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method returns when there is more to say than the object: where it now lives, another status, headers."""

    data: Any
    location: str | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    summary: str
    query: type[Input] | None
    body: type[Input] | None
    result: type[Output] | None
    status: int
    page: tuple[str, ...]
    most: int
    problems: tuple[type[Problem], ...]
    revised: bool
    media: str
    tags: tuple[str, ...]

    def run(self, call: Callable[..., Any], request: Request, path: dict[str, Any]) -> HttpResponseBase:
        arguments: dict[str, Any] = {}
        query = self._read_query(request.query_params)
        if self.query is not None:
            arguments["query"] = query
        if self.revised:
            arguments["revision"] = conditions.required_revision(request)
        if self.body is not None:
            arguments["body"] = self._read_body(request)
        return self._answer(call(request, **path, **arguments), request)

    def _read_query(self, given: QueryDict) -> dict[str, Any]:
        serializer = self.query(data=given.dict()) if self.query else None
        known = set(serializer.fields) if serializer else set()
        unknown = sorted(set(given) - known - (PAGING if self.page else frozenset()))
        if unknown:
            raise Invalid(
                errors=[FieldError(f"?{name}", "unknown", _("There is no such parameter.")) for name in unknown]
            )
        if serializer is None:
            return {}
        serializer.initial_data = {name: value for name, value in given.dict().items() if name in known}
        if not serializer.is_valid():
            found = field_errors(serializer.errors)
            raise Invalid(errors=[FieldError("?" + e.pointer.lstrip("/"), e.code, e.detail) for e in found])
        return cast("dict[str, Any]", serializer.validated_data)

    def _read_body(self, request: Request) -> dict[str, Any]:
        assert self.body is not None  # noqa: S101 (for the type checker)
        partial = request.method == "PATCH"
        data = data_of(request)
        nothing = isinstance(data, QueryDict) and not data
        serializer = self.body(data={} if nothing else data, partial=partial)
        if not serializer.is_valid():
            raise ValidationError(serializer.errors)
        return cast("dict[str, Any]", serializer.validated_data)

    def _answer(self, value: Any, request: Request) -> HttpResponseBase:
        if isinstance(value, HttpResponseBase):
            return value
        answer = value if isinstance(value, Answer) else Answer(value)
        headers = dict(answer.headers) | ({"Location": answer.location} if answer.location else {})
        if self.result is None:
            return HttpResponse(status=answer.status or self.status, headers=headers)
        response = HttpResponse(
            dumps(self._render(answer.data, request)),
            status=answer.status or self.status,
            content_type="application/json",
            headers=headers,
        )
        if not self.page:
            conditions.mark(response, getattr(answer.data, "revision", None))
        return response

    def _render(self, data: Any, request: Request) -> Any:
        assert self.result is not None  # noqa: S101 (for the type checker)
        context = {"request": request}
        if self.page:
            pages = Pages(*self.page, most=self.most)
            rows = pages.rows(data, request)
            return pages.members(list(self.result(rows, many=True, context=context).data))
        return self.result(data, context=context).data


def operation(
    *,
    summary: str,
    query: type[Input] | None = None,
    body: type[Input] | None = None,
    result: type[Output] | None = None,
    status: int | None = None,
    page: str | tuple[str, ...] = (),
    most: int = MAX_LIMIT,
    problems: tuple[type[Problem], ...] = (),
    revised: bool = False,
    media: str = "",
    tags: tuple[str, ...] = (),
) -> Callable[[Method], Method]:
    """Declare what a view's method takes and gives.

    The method is called with `query=` and `body=` (validated dicts) and `revision=` (from `If-Match`) as far as they are
    declared, and returns what `result` renders: an object, with `page` (an ordering, the whole of it
    unique) a queryset, of which a page shows `most`; or an `Answer`; or an `HttpResponse`, which passes as it is. A file has
    the type `media`; a `result` beside it is what an `Answer` with the status 202 says while the file is being made. With
    neither it is a 204.
    """
    spec = Operation(
        summary=summary,
        query=query,
        body=body,
        result=result,
        status=status or (200 if result or media else 204),
        page=(page,) if isinstance(page, str) else page,
        most=most,
        problems=problems,
        revised=revised,
        media=media,
        tags=tags,
    )

    def declare(method: Method) -> Method:
        @wraps(method)
        def run(view: Any, request: Request, **path: Any) -> HttpResponseBase:
            def work() -> HttpResponse:
                return cast("HttpResponse", spec.run(lambda *a, **kw: method(view, *a, **kw), request, path))

            if request.method == "POST" and "Idempotency-Key" in request.headers:
                return idempotency.once(request, work)
            return work()

        if media:
            run.media = media  # type: ignore[attr-defined]
        return cast("Method", document(spec, method.__name__)(run))

    return declare
