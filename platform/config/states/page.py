"""`docs/mentoring-states.md`, written from the tables."""

from collections.abc import Iterable, Iterator

from django.utils.translation import override

from config.states.machines import By, Machine, Step
from config.states.mentoring import MACHINES

HEAD = """# The states of mentoring

Written by `make states` from the tables by which the code moves; a test compares the two. What is not here doesn't happen:
another test asks the API anything in any order, as everybody, and looks after each answer.
"""
COLUMNS = ("from", "move", "to", "who", "by", "told")


def page() -> str:
    with override("en"):
        return "\n".join([HEAD, *(line for machine in MACHINES for line in _section(machine))])


def _section(machine: Machine) -> Iterator[str]:
    steps = list(machine.steps())
    yield f"## {str(machine.model._meta.verbose_name).capitalize()}"
    yield ""
    yield " · ".join(f"`{state}` {label}" for state, label in machine.states.choices)
    yield ""
    yield from _diagram(steps)
    yield ""
    yield _row(COLUMNS)
    yield _row("---" for _ in COLUMNS)
    yield from (_row(_cells(step)) for step in steps)
    yield ""


def _diagram(steps: Iterable[Step]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    moves: dict[tuple[str, str], list[str]] = {}
    for step in steps:
        moves.setdefault((step.origin or "[*]", step.target or "[*]"), []).append(step.move)
    for (origin, target), names in moves.items():
        yield f"    {origin} --> {target}{' : ' if any(names) else ''}{', '.join(filter(None, names))}"
    yield "```"


def _cells(step: Step) -> Iterator[str]:
    yield _code(step.origin)
    yield step.words
    yield _code(step.target)
    yield step.way.who
    yield "<br>".join(_code(_named(by)) for by in step.way.by)
    yield "<br>".join(_code(event.name) for event in step.way.tells)


def _named(by: By) -> str:
    return by if isinstance(by, str) else by.name


def _code(words: str) -> str:
    return f"`{words}`" if words else ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
