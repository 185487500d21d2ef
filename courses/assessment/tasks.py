from celery import shared_task

from courses.assessment import services
from foundation.kernel.clock import now


@shared_task(name="assessment.sweep", time_limit=60, soft_time_limit=50)
def sweep(**_: object) -> None:
    services.sweep_attempts(now=now())
