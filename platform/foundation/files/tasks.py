from celery import shared_task

from foundation.files import services


@shared_task(name="files.forget_expired", time_limit=300)
def forget_expired(**_: object) -> None:
    services.forget_expired()
