from uuid import UUID

from celery import shared_task

from foundation.outbox import services


@shared_task(name="outbox.deliver", time_limit=120, soft_time_limit=100)
def deliver(*, delivery_id: str, attempts: int | None = None, **_: object) -> None:
    services.deliver(delivery_id=UUID(delivery_id), attempts=attempts)


@shared_task(name="outbox.sweep", time_limit=30)
def sweep(**_: object) -> None:
    services.sweep()


@shared_task(name="outbox.forget_delivered", time_limit=300)
def forget_delivered(**_: object) -> None:
    services.forget_delivered()
