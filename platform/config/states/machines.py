"""What a table of states says beside its moves: who makes each, by what, and who hears of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Case, F, Model, Value, When
from django.db.models.enums import ChoicesType, TextChoices

from foundation.outbox.events.base import Event

By = str | type[Event]
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """How a move comes about. `by` are requests (`POST projects`), tasks (`reviews.expire_leases`) and events that somebody
    heard of; `tells` are the events published."""

    who: str
    by: tuple[By, ...]
    tells: tuple[type[Event], ...] = ()


class Step(NamedTuple):
    """A line of the page. Without `origin` the thing begins, without `target` it is deleted."""

    origin: str
    move: str
    words: str
    target: str
    way: Way


@dataclass(frozen=True, slots=True)
class Machine:
    """`table` is the app's own, by which its services move; `ways` has each of its moves. `state` is where a row is."""

    model: type[Model]
    states: ChoicesType
    table: Mapping[tuple[Any, Any], Any]
    begins: Mapping[str, Way]
    ways: Mapping[Any, Way]
    ends: Mapping[str, Way] = field(default_factory=dict)
    state: F | Case = field(default_factory=lambda: F("status"))

    @property
    def name(self) -> str:
        return self.model._meta.model_name or ""

    def steps(self) -> Iterator[Step]:
        for state, way in self.begins.items():
            yield Step("", "", "It begins", state, way)
        for (origin, move), target in self.table.items():
            yield Step(origin, str(move), str(move.label), target, self.ways[move])
        for state, way in self.ends.items():
            yield Step(state, "delete", "It is deleted", "", way)

    def edges(self) -> set[Edge]:
        """The changes that the table allows, as (from, to): empty before the beginning and after a deletion."""
        return {(step.origin, step.target) for step in self.steps()}


class Term(TextChoices):
    """Of what has no status, but a time at which it ended."""

    LASTING = "lasting", "Lasting"
    ENDED = "ended", "Ended"


class Return(TextChoices):
    ASKED_BACK = "asked_back", "The team asks the mentor back"


def term(
    model: type[Model], ended_at: str, *, begins: Way, ways: Mapping[Any, Way], returns: Mapping[Return, Way]
) -> Machine:
    """The moves are the ways in which it ends, and those in which it goes on after all."""
    lasts = When(**{f"{ended_at}__isnull": True}, then=Value(Term.LASTING))
    return Machine(
        model,
        Term,
        {(Term.LASTING, move): Term.ENDED for move in ways} | {(Term.ENDED, move): Term.LASTING for move in returns},
        begins={Term.LASTING: begins},
        ways={**ways, **returns},
        state=Case(lasts, default=Value(Term.ENDED)),
    )
