"""The written tables of states: whole, true, and on the page that people read."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app
from django.apps import apps
from django.db.models import F

from config.states import MACHINES, Machine, page
from foundation.kernel.moves import MovesOnly
from tests import described
from tests.house import ROOT

FOLDER = ROOT / "mentoring"
machines = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)


def test_the_page_says_what_the_tables_say() -> None:
    """After a change: make states."""
    assert (ROOT / "docs" / "mentoring-states.md").read_text() == page()


def test_whatever_has_a_status_has_a_table() -> None:
    named = {
        model
        for model in apps.get_models()
        if model.__module__.startswith("mentoring.") and any(field.name == "status" for field in model._meta.fields)
    }
    assert named - {machine.model for machine in MACHINES} == set()


@machines
def test_each_move_is_explained_and_no_other(machine: Machine) -> None:
    moves = {move for _, move in machine.table}
    assert (set(machine.ways), moves) == (moves, {each for kind in set(map(type, moves)) for each in kind})


@machines
def test_each_state_can_be_reached(machine: Machine) -> None:
    computed = {"expired"} if machine.name == "vetting" else set()  # by the day, and never stored
    reached = {target for _, target in machine.edges()} - {""}
    assert reached | computed == set(machine.states.values)


@machines
def test_what_moves_it_is_there(machine: Machine) -> None:
    requests = {f"{method.upper()} {path[8:]}" for path, methods in described.paths().items() for method in methods}
    named = {by for step in machine.steps() for by in step.way.by if isinstance(by, str)}
    assert named - requests - set(current_app.tasks) == set()


@pytest.mark.parametrize(
    "machine", [machine for machine in MACHINES if machine.state == F("status")], ids=lambda machine: machine.name
)
def test_the_database_watches_over_it(machine: Machine) -> None:
    guards = [guard for guard in machine.model._meta.constraints if isinstance(guard, MovesOnly)]
    moves = {(origin, target) for origin, target in machine.edges() if origin and target and origin != target}
    assert [set(guard.edges) for guard in guards] == [moves]


def written_past(source: str) -> Iterator[int]:
    """The lines on which a status is written that was not looked up in a table."""
    for node in ast.walk(ast.parse(source)):
        for value in _written(node):
            if isinstance(value, ast.Constant) or (isinstance(value, ast.Attribute) and value.attr.isupper()):
                yield value.lineno


def _written(node: ast.AST) -> list[Any]:
    if isinstance(node, ast.Assign):
        pairs = [pair for target in node.targets for pair in _paired(target, node.value)]
        return [value for target, value in pairs if getattr(target, "attr", "") == "status"]
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"update", "create", "bulk_create"}:
        return [word.value for word in node.keywords if word.arg == "status"]
    return []


def _paired(target: ast.AST, value: ast.AST) -> list[tuple[ast.AST, Any]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def test_a_status_is_written_by_its_table_alone() -> None:
    sources = (path for path in FOLDER.rglob("*.py") if "migrations" not in path.parts)
    past = {str(path.relative_to(ROOT)): list(written_past(path.read_text())) for path in sources}
    assert {name: lines for name, lines in past.items() if lines} == {}


def test_what_writes_past_a_table_is_seen() -> None:
    source = "row.status, row.at = Status.OVER, now\nrows.update(status='over')\nrows.filter(status='over')\n"
    assert list(written_past(source)) == [1, 2]
