from celery import shared_task

from foundation.accounts import services
from foundation.kernel.clock import now


@shared_task(name="accounts.forget_sessions", time_limit=300, soft_time_limit=270)
def forget_sessions(**_: object) -> None:
    services.forget_expired(now=now())


@shared_task(name="accounts.forget_shells", time_limit=300, soft_time_limit=270)
def forget_shells(**_: object) -> None:
    services.forget_shells()
