from collections.abc import Sequence
from itertools import chain
from typing import Any, Self
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from foundation.accounts.models import User
from mentoring.mentors.policies import desk_of
from mentoring.projects.models import Submission
from mentoring.reviews.policies import queues_of, require_mentor_role

ORDER = ("turn", "ticket")
MOST_COUNTED = 100  # beyond that nobody counts


class Queue:
    """What waits for a mentor, in `ORDER`, to be paged as a queryset is: what is kept for them comes first. Each entry has a
    `position`, None beyond `MOST_COUNTED`, and says whether it is `mine`."""

    def __init__(self, *parts: QuerySet[Submission], after: Q | None = None, is_reversed: bool = False) -> None:
        self._parts, self._after, self._is_reversed = parts, after or Q(), is_reversed

    def order_by(self, *ordering: str) -> Self:
        return type(self)(*self._parts, after=self._after, is_reversed=ordering[0].startswith("-"))

    def filter(self, after: Q) -> Self:
        return type(self)(*self._parts, after=after, is_reversed=self._is_reversed)

    def __getitem__(self, wanted: slice) -> list[Any]:
        ordering = [f"-{key}" if self._is_reversed else key for key in ORDER]
        found = (part.filter(self._after).order_by(*ordering)[wanted] for part in self._parts)
        rows = sorted(chain(*found), key=_place, reverse=self._is_reversed)[wanted]
        self._number(rows[::-1] if self._is_reversed else rows)
        return rows

    def _number(self, rows: Sequence[Any]) -> None:
        before = self._before(rows[0]) if rows and self._after else 0
        for number, row in enumerate(rows, before + 1):
            row.position = number if number <= MOST_COUNTED else None
            row.mine = row.reserved_for is not None

    def _before(self, first: Submission) -> int:
        earlier = TupleLessThan(Tuple(*map(F, ORDER)), list(_place(first)))
        return sum(counted(part.filter(earlier)) for part in self._parts)


def counted(rows: QuerySet[Submission], most: int | None = None) -> int:
    """How many there are, at most so many: along the index, which without an order nobody would walk."""
    return rows.order_by("-turn", "-ticket").values("ticket")[: most or MOST_COUNTED].count()


def _place(row: Submission) -> tuple[int, UUID | None]:
    return row.turn, row.ticket


def review_queue(actor: User) -> Queue:
    require_mentor_role(actor)
    desk = desk_of(actor)
    return Queue(*(part.select_related("project") for part in queues_of(desk))) if desk else Queue()
