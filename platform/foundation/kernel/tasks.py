from celery import shared_task

from foundation.kernel import services


@shared_task(name="kernel.expire", time_limit=120)
def expire(**_: object) -> None:
    services.forget_expired()
