from celery import shared_task

from foundation.kernel.clock import now
from mentoring.mentors import services


@shared_task(name="mentors.warn_of_expiry", time_limit=60, soft_time_limit=50)
def warn_of_expiry(**_: object) -> None:
    services.warn_of_expiry(now=now())
