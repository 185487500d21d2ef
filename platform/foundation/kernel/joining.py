from typing import Any, Generic, Self, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


class Joined(Generic[M]):
    """Rows that are seen for one of several reasons, to be read as a queryset is, by one statement. Each reason is looked for
    along an index of its own: of what stands beside an `or` PostgreSQL would first work out all that it holds for."""

    def __init__(self, *parts: QuerySet[M], ordering: tuple[str, ...] = ()) -> None:
        self._parts, self._ordering = parts, ordering

    def filter(self, *conditions: Q, **named: Any) -> Self:
        return type(self)(*(part.filter(*conditions, **named) for part in self._parts), ordering=self._ordering)

    def order_by(self, *ordering: str) -> Self:
        return type(self)(*(part.order_by(*ordering) for part in self._parts), ordering=ordering)

    def __getitem__(self, wanted: slice) -> QuerySet[M]:
        """The first so many."""
        first, *others = (part[wanted] for part in self._parts)
        return first.union(*others).order_by(*self._ordering)[wanted] if others else first

    def first(self) -> M | None:
        return next(iter(self[:1]), None)
