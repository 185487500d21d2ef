"""Writes notices and mails. Nothing here talks to a mail server: that is for the tasks, through the gateway."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.translation import override

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.consents.selectors import dead_links
from foundation.consents.services import not_delivered
from foundation.kernel import clock, language
from foundation.kernel.ids import new_id
from foundation.kernel.statements import run
from foundation.notifications import rules
from foundation.notifications.enums import Kind, MailStatus
from foundation.notifications.models import Mail
from foundation.notifications.policies import notifications_visible_to
from foundation.notifications.rules import Envelope, Letter, Notice
from foundation.outbox import ask

LEASE = timedelta(seconds=90)  # longer than the tasks that send may run
KEEP_MAILS = timedelta(days=30)
ASK_EACH = 10  # beyond this many, one sweep is cheaper than a task for each
TELL = """
    INSERT INTO notifications_notification
           (id, created_at, person_id, kind, subject_type, subject_id, params, dedup_key)
    SELECT id, %(now)s, person_id, kind, subject_type, subject_id, params::jsonb, dedup_key
      FROM unnest(%(ids)s::uuid[], %(people)s::uuid[], %(kinds)s::text[], %(types)s::text[], %(subjects)s::uuid[],
                  %(params)s::text[], %(keys)s::text[])
           told (id, person_id, kind, subject_type, subject_id, params, dedup_key)
        ON CONFLICT DO NOTHING
"""


Params = dict[str, Any]
_HOLDING: dict[Kind, Callable[[UUID], Params | None]] = {}


def register(kind: Kind, holds: Callable[[UUID], Params | None]) -> None:
    """`holds` says, of a notice's subject, what there is to tell now, None for nothing, and locks it until that is told."""
    _HOLDING[kind] = holds


def what_holds(kind: Kind, subject_id: UUID) -> Params | None:
    return _HOLDING[kind](subject_id)


def notify(*, notice: Notice, people: Collection[UUID]) -> None:
    """Tells each of them once, however often this is called."""
    notify_each(told=[(person_id, notice) for person_id in people])


def notify_each(*, told: Sequence[tuple[UUID, Notice]]) -> None:
    """Tells each person her own notice, in one statement."""
    columns = {
        "ids": [new_id() for _ in told],
        "people": [person_id for person_id, _ in told],
        "kinds": [notice.kind for _, notice in told],
        "types": [notice.subject_type for _, notice in told],
        "subjects": [notice.subject_id for _, notice in told],
        "params": [orjson.dumps(notice.params).decode() for _, notice in told],
        "keys": [notice.key(person_id) for person_id, notice in told],
    }
    if told:
        run(TELL, {**columns, "now": clock.now()})


def mark_read(
    *, actor: User, now: datetime, ids: Collection[UUID] = (), up_to: UUID | None = None, everything: bool = False
) -> int:
    """Marks these, those up to and including one, or all; passes over what is another's. Returns how many stay unread."""
    unread = notifications_visible_to(actor).filter(read_at=None)
    chosen = Q(pk__in=ids) if up_to is None else Q(pk__in=ids) | Q(pk__lte=up_to)
    (unread if everything else unread.filter(chosen)).update(read_at=now)
    return unread.count()


def spool(*, envelopes: Sequence[Envelope]) -> None:
    """Puts mails on their way; one whose `dedup_key` was seen before is left out."""
    mails = [_mail(envelope, _html(envelope.letter, envelope.language)) for envelope in envelopes]
    _queue(mails)


class SpoolBackend(BaseEmailBackend):
    """Django's (and allauth's) mail takes the same road as our own."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        _queue([mail for message in email_messages for mail in _mails_of(message)])
        return len(email_messages)


def claim_mails(*, now: datetime, limit: int, mail_id: UUID | None = None) -> list[Mail]:
    """Takes mails that are due, for the length of a lease. A taker who dies leaves them to the next. A letter whose link is
    void is given up."""
    due = Mail.objects.filter(status__in=[MailStatus.QUEUED, MailStatus.SENDING], due_at__lte=now)
    due = due if mail_id is None else due.filter(pk=mail_id)
    with transaction.atomic():
        mails = list(due.order_by("due_at").select_for_update(skip_locked=True, no_key=True)[:limit])
        void = dead_links(_links(mails))
        for mail in mails:
            if mail.attempts >= rules.MOST_ATTEMPTS:
                mail.status, mail.error = MailStatus.FAILED, "interrupted"
            elif rules.link_in(mail.dedup_key) in void:
                mail.status, mail.error = MailStatus.FAILED, "link_void"
        given_up = [mail for mail in mails if mail.status == MailStatus.FAILED]
        taken = [mail for mail in mails if mail.status != MailStatus.FAILED]
        for mail in taken:
            mail.status, mail.attempts, mail.due_at = MailStatus.SENDING, mail.attempts + 1, now + LEASE
        if mails:
            Mail.objects.bulk_update(mails, ["status", "attempts", "due_at", "error"])
        not_delivered(links=_links(given_up))
    return taken


def mark_sent(*, mail: Mail, now: datetime) -> None:
    """Its words go with it: a link in them may open a door. Only a demo keeps them, to show."""
    words = {} if settings.DEMO else {"text": "", "html": ""}
    Mail.objects.filter(pk=mail.pk).update(status=MailStatus.SENT, sent_at=now, error="", **words)


def mark_unsent(*, mail: Mail, error: str, now: datetime, final: bool = False) -> None:
    wait = None if final else rules.retry_after(mail.attempts)
    with transaction.atomic():
        changed = Mail.objects.filter(pk=mail.pk, status=MailStatus.SENDING, attempts=mail.attempts).update(
            status=MailStatus.FAILED if wait is None else MailStatus.QUEUED,
            due_at=now + (wait or timedelta()),
            error=error,
        )
        if changed and wait is None:
            not_delivered(links=_links([mail]))


def _links(mails: Collection[Mail]) -> list[tuple[UUID, int]]:
    """Those of letters to guardians."""
    return [link for mail in mails if (link := rules.link_in(mail.dedup_key))]


def give_back(*, mails: Collection[Mail], now: datetime) -> None:
    """Taken, but not tried: that was no attempt."""
    if mails:
        untried = Mail.objects.filter(pk__in=[mail.pk for mail in mails], status=MailStatus.SENDING)
        untried.update(status=MailStatus.QUEUED, attempts=F("attempts") - 1, due_at=now)


def try_again(*, actor: User, mail_ids: Collection[UUID], now: datetime) -> int:
    """Gives failed mails all their attempts anew."""
    failed = Mail.objects.filter(pk__in=mail_ids, status=MailStatus.FAILED)
    with transaction.atomic():
        chosen = list(failed.select_for_update(no_key=True).values_list("pk", flat=True))
        Mail.objects.filter(pk__in=chosen).update(status=MailStatus.QUEUED, attempts=0, due_at=now, error="")
        for mail_id in chosen:
            record(actor_id=actor.pk, action="mail.try_again", subject_type="mail", subject_id=mail_id)
        _ask(chosen)
    return len(chosen)


def forget_mails(*, now: datetime) -> int:
    """Deletes mails that were sent, or given up, long ago."""
    done = Mail.objects.filter(status__in=[MailStatus.SENT, MailStatus.FAILED], due_at__lt=now - KEEP_MAILS)
    return done.delete()[0]


def _queue(mails: list[Mail]) -> None:
    with transaction.atomic():
        Mail.objects.bulk_create(mails, ignore_conflicts=True)
        kept = Mail.objects.filter(pk__in=[mail.pk for mail in mails])
        _ask(list(kept.values_list("pk", flat=True)))


def _ask(mail_ids: list[UUID]) -> None:
    if len(mail_ids) > ASK_EACH:
        ask("notifications.sweep_mail")
        return
    for mail_id in mail_ids:
        ask("notifications.send_mail", mail_id=mail_id)


def _mail(envelope: Envelope, html: str) -> Mail:
    if not (rules.is_one_line(envelope.to) and rules.is_one_line(envelope.letter.subject)):
        raise BadHeaderError("A line break in a mail's address or subject.")
    mail_id = new_id()
    return Mail(
        id=mail_id,
        to=envelope.to,
        language=envelope.language,
        subject=rules.cut(envelope.letter.subject),
        text=envelope.letter.text,
        html=html,
        dedup_key=envelope.dedup_key,
        message_id=f"<{mail_id}@{_domain()}>",
        due_at=clock.now(),
    )


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _mails_of(message: EmailMessage) -> list[Mail]:
    """One mail for each addressee, so that none sees another. Whoever writes to several has the same words for all."""
    letter = Letter(subject=str(message.subject), text=str(message.body))
    code = message.extra_headers.get("Content-Language", language.current())
    html = _html_of(message) or _html(letter, code)
    return [_mail(Envelope(to=to, language=code, letter=letter), html) for to in message.recipients()]


def _html_of(message: EmailMessage) -> str:
    if message.attachments:
        raise ValueError("A mail carries words and links, no attachments.")
    parts = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, media_type in parts if media_type == "text/html"), "")


def _html(letter: Letter, code: str) -> str:
    context: dict[str, Any] = {"letter": letter, "language": code, "direction": language.direction(code)}
    with override(code):
        return render_to_string("notifications/mail.html", context)
