from celery import shared_task

from foundation.kernel.clock import now
from mentoring.reviews import services


@shared_task(name="reviews.expire_leases", time_limit=60, soft_time_limit=50)
def expire_leases(**_: object) -> None:
    services.expire_leases(now=now())


@shared_task(name="reviews.forget_forecasts", time_limit=300, soft_time_limit=270)
def forget_forecasts(**_: object) -> None:
    services.forget_forecasts(now=now())
