from celery import shared_task

from courses.enrolment import services


@shared_task(name="enrolment.forget_logs", time_limit=600)
def forget_logs(**_: object) -> None:
    services.forget_logs()
