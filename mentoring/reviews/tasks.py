from celery import shared_task

from foundation.kernel.clock import now
from mentoring.reviews import services


@shared_task(name="reviews.expire_leases", time_limit=60, soft_time_limit=50)
def expire_leases(**_: object) -> None:
    services.expire_leases(now=now())
