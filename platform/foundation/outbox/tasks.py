from typing import Any
from uuid import UUID

from celery import Task, shared_task

from foundation.outbox import services


@shared_task(bind=True, name="outbox.deliver", time_limit=120, soft_time_limit=100)
def deliver(
    self: "Task[..., Any]", /, *, delivery_id: str, attempts: int | None = None, again: bool = False, **_: object
) -> None:
    returned = bool((self.request.delivery_info or {}).get("redelivered"))  # by the broker, when a child was killed
    services.deliver(delivery_id=UUID(delivery_id), attempts=attempts, again=again or returned)


@shared_task(name="outbox.sweep", time_limit=30)
def sweep(**_: object) -> None:
    services.sweep()


@shared_task(name="outbox.forget_delivered", time_limit=300)
def forget_delivered(**_: object) -> None:
    services.forget_delivered()
