"""How far a learner is in a version, and whether that is all of it. One rule for whoever counts: step by step as she learns,
or anew for thousands at once."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """Of so many required lessons so many are done."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.done == self.total


def standing(required: AbstractSet[UUID], done: AbstractSet[UUID]) -> Standing:
    """Lessons beyond the required ones neither help nor hinder."""
    return Standing(len(required & done), len(required))
