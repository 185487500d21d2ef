from celery import shared_task

from foundation.consents import services


@shared_task(name="consents.ask_guardians", time_limit=600, soft_time_limit=570)
def ask_guardians(**_: object) -> None:
    services.sweep()
