"""Who listens to what. Filled when the apps load, by `subscribe` in their `subscribers.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from foundation.outbox.events.base import Event

E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Subscriber:
    name: str
    queue: str
    handler: Handler


_BY_EVENT: dict[str, list[Subscriber]] = {}
_BY_NAME: dict[str, Subscriber] = {}


def subscribe(cls: type[E], *, queue: str = "default") -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Run the function once for each event of `cls`, in the transaction of its delivery, on `queue`."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        app = handler.__module__.removesuffix(".subscribers")
        subscriber = Subscriber(f"{app}.{handler.__name__}", queue, handler)
        _BY_NAME[subscriber.name] = subscriber
        _BY_EVENT.setdefault(cls.name, []).append(subscriber)
        return handler

    return register


def subscribers_of(event_name: str) -> list[Subscriber]:
    return _BY_EVENT.get(event_name, [])


def subscriber_named(name: str) -> Subscriber:
    """Raise `LookupError` for one that no longer exists."""
    return _BY_NAME[name]
