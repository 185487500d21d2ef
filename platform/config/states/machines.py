"""What a table of states says beside its moves: who makes each, by what, and who hears of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model
from django.db.models.enums import ChoicesType

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
    """`table` is the app's own, by which its services move; `ways` has each of its moves."""

    model: type[Model]
    states: ChoicesType
    table: Mapping[tuple[Any, Any], Any]
    begins: Mapping[str, Way]
    ways: Mapping[Any, Way]
    ends: Mapping[str, Way] = field(default_factory=dict)

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
