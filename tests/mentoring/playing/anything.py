"""Requests that nobody would think of: every operation of mentoring, with whatever its schema lets through, and more."""

import re
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from hypothesis import strategies as st

APPS = ("mentors", "projects", "reviews", "showcase")
KEYS = ("who", "demo", "more", "clear", "useful")
NOBODY = "01900000-0000-7000-8000-000000000000"


class Operation(NamedTuple):
    method: str
    path: str
    body: Any


@cache
def schema() -> Any:
    routes = [path("", include(f"mentoring.{name}.api.urls")) for name in APPS]
    return SchemaGenerator(patterns=routes).get_schema(request=None, public=True)


@cache
def operations() -> tuple[Operation, ...]:
    found = [
        Operation(method.upper(), route.strip("/"), _body(asked))
        for route, methods in schema()["paths"].items()
        for method, asked in methods.items()
    ]
    return tuple(found)


@cache
def reading(name: str) -> list[str]:
    """The paths to read with an id of this kind and no other."""
    paths = [one.path for one in operations() if one.method == "GET"]
    return [path for path in paths if re.findall(r"{(\w+)}", path) == [name]]


def _body(asked: Any) -> Any:
    """The schema of what it takes in JSON."""
    return asked.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")


def filled(route: str, draw: Any) -> str:
    """The path with ids of rows that there are; of what is no row of ours, an id that nobody has."""
    parts = (draw(_ids(part[1:-4])) if part.startswith("{") else part for part in route.split("/"))
    return "/".join(parts)


def _ids(name: str) -> st.SearchStrategy[str]:
    rows = (
        [str(pk) for pk in _model(name).objects.order_by("created_at", "pk").values_list("pk", flat=True)]
        if _model(name)
        else []
    )
    return st.sampled_from([*reversed(rows), NOBODY])


@cache
def _model(name: str) -> Any:
    own = (model for model in apps.get_models() if model.__module__.startswith("mentoring."))
    return next((model for model in own if str(model._meta.model_name).endswith(name)), None)


def like(form: Any, words: Any) -> st.SearchStrategy[Any]:
    """Values of this JSON schema. A text is one of its own; of what may be left out, some is."""
    form = _resolved(form)
    if "enum" in form:
        return st.sampled_from(form["enum"])
    for many in ("oneOf", "anyOf"):
        if many in form:
            return st.one_of([like(one, words) for one in form[many]])
    kinds = form.get("type", "null")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return st.one_of([_of_kind(kind, form, words) for kind in kinds])


def _resolved(form: Any) -> Any:
    if "$ref" in form:
        return schema()["components"]["schemas"][form["$ref"].rpartition("/")[2]]
    return {**form, **_resolved(form["allOf"][0])} if "allOf" in form else form


def _of_kind(kind: str, form: Any, words: Any) -> st.SearchStrategy[Any]:
    if kind == "object" and "properties" in form:
        members = {name: like(one, words) for name, one in form["properties"].items()}
        must = set(form.get("required", ()))
        optional = {name: one for name, one in members.items() if name not in must}
        return st.fixed_dictionaries({name: members[name] for name in must & set(members)}, optional=optional)
    if kind == "object":
        return st.dictionaries(st.sampled_from(KEYS), like(form.get("additionalProperties") or {}, words), max_size=2)
    if kind == "array":
        return st.lists(like(form["items"], words), min_size=min(form.get("minItems", 0), 2), max_size=2)
    if kind == "string":
        return _string(form, words)
    plain = {
        "integer": st.integers(form.get("minimum", 0), form.get("maximum", 20)),
        "number": st.floats(0, 1),
        "boolean": st.booleans(),
    }
    return plain.get(kind, st.none())


def _string(form: Any, words: Any) -> st.SearchStrategy[str]:
    if form.get("format") == "uuid":
        return st.deferred(lambda: st.one_of([_ids(name) for name in ("call", "project", "submission", "review")]))
    special = {"date": "2026-12-05", "date-time": "2026-12-05T10:00:00Z"}
    return st.just(special[form["format"]]) if form.get("format") in special else st.builds(words.new)
