"""Domain events: publish, subscribe, deliver, sweep. It owns the events and their deliveries, and makes the broker
disposable: what happened is written with the change itself. It must never know what an event means."""

from foundation.outbox.events.base import Event, event
from foundation.outbox.registry import subscribe

__all__ = ["Event", "ask", "event", "publish", "subscribe"]


def publish(*happenings: Event) -> None:
    """See `outbox.services.publish` (imported late: it needs the models)."""
    from foundation.outbox.services import publish as run

    run(*happenings)


def ask(task: str, *, queue: str | None = None, **ids: object) -> None:
    """See `outbox.services.ask` (imported late: it needs the settings)."""
    from foundation.outbox.services import ask as run

    run(task, queue=queue, **ids)
