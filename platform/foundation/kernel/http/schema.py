"""OpenAPI 3.1 from the operations: what `@operation` declares is what the schema says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_lib_doc_excludes
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from foundation.kernel.http.fields import Input, Output
from foundation.kernel.http.paging import DEFAULT_LIMIT
from foundation.kernel.http.views import View

if TYPE_CHECKING:
    from foundation.kernel.http.operations import Operation

HEADER: Literal["header"] = "header"
CURSOR = OpenApiParameter("cursor", str, description="Where the page begins; from `next` or `previous`.")
KEY = OpenApiParameter(
    "Idempotency-Key", {"type": "string", "minLength": 1, "maxLength": 255}, HEADER,
    description="A name of your own for this request: sent again within 24 hours, it gets the first answer again.",
)  # fmt: skip
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "minLength": 1},
    HEADER,
    required=True,
    description="The `ETag` that you last read, or `*`.",
)


class FieldErrorOut(Output):
    pointer = serializers.CharField(help_text="JSON Pointer (RFC 6901) into the body, or `?name` for a parameter.")
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemOut(Output):
    """RFC 9457. `code` is stable and meant for programs; `title` and `detail` are in the caller's language."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField()
    errors = FieldErrorOut(many=True, required=False)  # type: ignore[assignment]


class Schema(AutoSchema):
    """Operation ids from method and path, tags from the first resource in the path."""

    def get_operation_id(self) -> str:
        words = [part.strip("{}") for part in self.path.removeprefix("/api/v1/").split("/") if part]
        return "_".join([self.method.lower(), *words]).replace("-", "_").replace(".", "_")

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False


def silent_bases() -> list[type]:
    """Classes whose docstrings speak to us: what inherits them does not tell clients so."""
    return [*get_lib_doc_excludes(), View, Input, Output]  # type: ignore[no-untyped-call]


@cache
def page_of(result: type[Output]) -> type[Output]:
    """The page of a list: `next`, `previous` and `results`, and nothing else."""
    name = result.__name__.removesuffix("Out") + "Page"
    members = {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": result(many=True),
    }
    return type(name, (Output,), members)


def document(spec: Operation, method: str) -> Callable[[Any], Any]:
    parameters: list[Any] = [spec.query] if spec.query else []
    parameters += [_limit(spec.most), CURSOR] if spec.page else []
    parameters += [IF_MATCH] if spec.revised else []
    parameters += [KEY] if method == "post" else []
    return extend_schema(
        summary=spec.summary,
        parameters=parameters,
        request=spec.body,
        responses={**_successes(spec), **_refusals(spec)},
        tags=list(spec.tags) or None,
    )


def _limit(most: int) -> OpenApiParameter:
    form = {"type": "integer", "minimum": 1, "maximum": most, "default": DEFAULT_LIMIT}
    return OpenApiParameter("limit", form, description="Page size.")


def _successes(spec: Operation) -> dict[Any, Any]:
    """A file, and what is said while it is being made; or what there is to say."""
    if not spec.media:
        return {spec.status: _success(spec)}
    return {(200, spec.media): OpenApiTypes.BINARY} | ({202: spec.result} if spec.result else {})


def _success(spec: Operation) -> Any:
    if spec.result is None:
        return OpenApiResponse(description="Done")
    if spec.page:
        return page_of(spec.result)
    return spec.result


def _refusals(spec: Operation) -> dict[tuple[int, str], Any]:
    """The problems that are this operation's own, by status; the general ones are under `default`."""
    by_status: dict[int, list[str]] = {}
    for problem in spec.problems:
        by_status.setdefault(problem.status, []).append(problem.code)
    return {
        (status, "application/problem+json"): OpenApiResponse(ProblemOut, " or ".join(f"`{code}`" for code in codes))
        for status, codes in by_status.items()
    }


def add_problem_answers(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Give each operation a `default` answer: any refusal is a problem document."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    registry = generator.registry
    if "Problem" not in schemas and "ProblemOut" not in schemas:
        view = Schema()
        view.registry, view.method, view.path, view.view = registry, "GET", "/", None
        for made in (FieldErrorOut, ProblemOut):
            component = view.resolve_serializer(made, "response")
            schemas[component.name] = component.schema
    name = "Problem" if "Problem" in schemas else "ProblemOut"
    refusal = {
        "description": "A refusal, as a problem document (RFC 9457).",
        "content": {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }
    for item in result["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"].setdefault("default", refusal)
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result
