import logging
from collections import deque
from uuid import UUID

from celery import shared_task

from foundation.kernel import clock
from foundation.notifications import gateways, services
from foundation.notifications.errors import MailError, Refused, Unreachable
from foundation.notifications.models import Mail
from foundation.outbox import ask

logger = logging.getLogger(__name__)
BATCH = 20


@shared_task(name="notifications.send_mail", time_limit=60, soft_time_limit=50)
def send_mail(*, mail_id: str, **_: object) -> None:
    _send(services.claim_mails(now=clock.now(), limit=1, mail_id=UUID(mail_id)))


@shared_task(name="notifications.sweep_mail", time_limit=60, soft_time_limit=50)
def sweep_mail(**_: object) -> None:
    mails = services.claim_mails(now=clock.now(), limit=BATCH)
    _send(mails)
    if len(mails) == BATCH:
        ask("notifications.sweep_mail")


@shared_task(name="notifications.forget_mails", time_limit=300, soft_time_limit=290)
def forget_mails(**_: object) -> None:
    services.forget_mails(now=clock.now())


def _send(mails: list[Mail]) -> None:
    """Over one connection. A server that can't be reached is not asked again for the rest of the batch; what a slow one left
    no time for is given back."""
    if not mails:
        return
    left = deque(mails)
    try:
        _send_all(left)
    finally:
        services.give_back(mails=left, now=clock.now())


def _send_all(left: deque[Mail]) -> None:
    broken: Unreachable | None = None
    with gateways.post_office() as send:
        while left:
            mail = left.popleft()
            try:
                if broken:
                    raise broken
                send(mail)
            except MailError as error:
                broken = error if isinstance(error, Unreachable) else broken
                _put_back(mail, error)
            else:
                services.mark_sent(mail=mail, now=clock.now())


def _put_back(mail: Mail, error: MailError) -> None:
    logger.warning("mail not sent", extra={"id": str(mail.pk), "code": error.code})
    services.mark_unsent(mail=mail, error=error.code, now=clock.now(), final=isinstance(error, Refused))
