"""The HTTP edge asks its app; it never asks the database, and every route says who may use it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from rest_framework.views import APIView

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("foundation", "courses", "mentoring", "community", "outcomes")
EDGE = sorted(
    path for folder in ("platform", "courses", "mentoring") for path in (ROOT / folder).glob("**/api/**/*.py")
)


@pytest.mark.parametrize("path", EDGE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_edge_never_reaches_for_a_manager(path: Path) -> None:
    reached = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert reached == []


def own_views(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[type[APIView]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from own_views(pattern.url_patterns)
            continue
        view = getattr(pattern.callback, "cls", getattr(pattern.callback, "view_class", None))
        if view and issubclass(view, APIView) and view.__module__.split(".")[0] in FLOORS:
            yield view


def test_every_view_declares_its_permissions_itself() -> None:
    silent = sorted(
        f"{view.__module__}.{view.__qualname__}"
        for view in set(own_views())
        if not any(
            "permission_classes" in cls.__dict__ or "get_permissions" in cls.__dict__
            for cls in view.__mro__
            if cls.__module__.split(".")[0] in FLOORS
        )
    )
    assert silent == []
