from celery import shared_task

from foundation.kernel.clock import now
from mentoring.projects import services


@shared_task(name="projects.sweep_clocks", time_limit=300, soft_time_limit=270)
def sweep_clocks(**_: object) -> None:
    while services.sweep_clocks(now=now()):
        pass
