"""Pure decisions about what a report shows and what a learner may do next."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Counted(Protocol):
    @property
    def enrolled(self) -> int: ...


C = TypeVar("C", bound=Counted)


def largest_first(counted: Sequence[C], room: int) -> tuple[list[C], list[C]]:
    """Those that are shown where there is room for so many lines, and the rest, which takes the last of them."""
    if len(counted) <= room:
        return list(counted), []
    order = sorted(counted, key=lambda one: -one.enrolled)
    return order[: room - 1], order[room - 1 :]
