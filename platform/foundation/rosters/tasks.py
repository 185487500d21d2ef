from celery import shared_task

from foundation.rosters import services


@shared_task(name="rosters.forget_values", time_limit=300)
def forget_values(**_: object) -> None:
    services.erase_values()
