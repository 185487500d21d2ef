from uuid import UUID

from celery import shared_task

from outcomes.credentials import services


@shared_task(name="credentials.render", time_limit=60, soft_time_limit=50)
def render(*, credential_id: str, **_: object) -> None:
    services.render_credential(credential_id=UUID(credential_id))


@shared_task(name="credentials.sweep", time_limit=60, soft_time_limit=50)
def sweep(**_: object) -> None:
    services.sweep_unrendered()
