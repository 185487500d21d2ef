"""What an event is: a frozen dataclass in the past tense, with a versioned name and nothing but ids and plain values."""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar, cast, dataclass_transform, get_type_hints
from uuid import UUID


class Event:
    name: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        """The fields as JSON can hold them."""
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}  # type: ignore[arg-type]

    @classmethod
    def read(cls, payload: dict[str, Any]) -> Self:
        """The event that `payload()` wrote; members that a later version added are left out."""
        hints = get_type_hints(cls)
        names = [field.name for field in dataclasses.fields(cls)]  # type: ignore[arg-type]
        return cls(**{name: _typed(hints[name], payload[name]) for name in names if name in payload})


REGISTRY: dict[str, type[Event]] = {}
E_ = TypeVar("E_", bound=type)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str) -> Callable[[E_], E_]:
    """Declare an event class under its versioned name, such as `courses.course_completed.v1`."""

    def declare(cls: E_) -> E_:
        made: Any = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)
        made.name = name
        REGISTRY[name] = made
        return cast("E_", made)

    return declare


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    if hint is UUID:
        return UUID(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint == list[UUID]:
        return [UUID(item) for item in value]
    return value
