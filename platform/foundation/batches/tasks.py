from uuid import UUID

from celery import shared_task

from foundation.batches import services


@shared_task(name="batches.run", time_limit=300, soft_time_limit=280)
def run(*, batch_id: str, **_: object) -> None:
    services.run(batch_id=UUID(batch_id))


@shared_task(name="batches.sweep", time_limit=30)
def sweep(**_: object) -> None:
    services.sweep()


@shared_task(name="batches.forget_rows", time_limit=300)
def forget_rows(**_: object) -> None:
    services.forget_rows()
