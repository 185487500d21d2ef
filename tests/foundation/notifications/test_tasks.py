import json
import logging
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from foundation.notifications import gateways, services, tasks
from foundation.notifications.enums import MailStatus
from foundation.notifications.models import Mail
from foundation.notifications.rules import Envelope, Letter
from tests.foundation.notifications.conftest import SMTPServer

pytestmark = pytest.mark.django_db


def spool(count: int = 1) -> None:
    letter = Letter(subject="Hello", text="Some words.")
    addresses = [f"amina{number}@example.org" for number in range(count)]
    services.spool(envelopes=[Envelope(to=to, language="en", letter=letter) for to in addresses])


def state() -> list[tuple[str, int, str]]:
    return list(Mail.objects.order_by("id").values_list("status", "attempts", "error"))


def test_the_mail_asked_for_is_sent_once(folder: Path) -> None:
    spool(2)
    first = Mail.objects.earliest("id")
    for _ in range(2):
        tasks.send_mail(mail_id=str(first.pk), from_a_later_release=True)
    assert [path.stem for path in folder.iterdir()] == [str(first.pk)]
    assert state() == [(MailStatus.SENT, 1, ""), (MailStatus.QUEUED, 0, "")]


def test_the_sweep_finds_what_no_task_asked_for(folder: Path) -> None:
    spool(3)
    tasks.sweep_mail()
    assert len(list(folder.iterdir())) == 3
    assert state() == [(MailStatus.SENT, 1, "")] * 3


def test_a_full_batch_asks_for_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks, "ask", asked.append)
    spool(tasks.BATCH + 1)
    tasks.sweep_mail()
    assert asked == ["notifications.sweep_mail"]
    tasks.sweep_mail()
    assert asked == ["notifications.sweep_mail"]
    assert len(list(folder.iterdir())) == tasks.BATCH + 1


def test_a_server_that_is_away_is_asked_once_per_batch(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    tried: list[None] = []
    original = gateways.EmailBackend.open
    monkeypatch.setattr(gateways.EmailBackend, "open", lambda backend: (tried.append(None), original(backend)))
    spool(3)
    tasks.sweep_mail()
    assert len(tried) == 1
    assert state() == [(MailStatus.QUEUED, 1, "ConnectionRefusedError")] * 3


def test_a_refused_mail_is_not_tried_again(smtp: SMTPServer) -> None:
    smtp.answers["RCPT"] = b"550 no such person"
    spool()
    tasks.sweep_mail()
    assert state() == [(MailStatus.FAILED, 1, "smtp 550")]


def test_a_deferred_mail_goes_out_later(smtp: SMTPServer) -> None:
    smtp.answers["DATA"] = b"451 later"
    spool()
    tasks.sweep_mail()
    assert state() == [(MailStatus.QUEUED, 1, "smtp 451")]
    smtp.answers.clear()
    Mail.objects.update(due_at=services.clock.now())
    tasks.sweep_mail()
    assert state() == [(MailStatus.SENT, 2, "")]
    assert len(smtp.mails) == 1


def test_a_slow_server_costs_the_mails_behind_no_attempt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The task's time is up at the second mail, which may have gone out; those behind it were never tried."""
    sent: list[Mail] = []

    def slow(mail: Mail) -> None:
        if sent:
            raise SoftTimeLimitExceeded
        sent.append(mail)

    monkeypatch.setattr(gateways, "_folder", lambda _folder: slow)
    spool(4)
    with pytest.raises(SoftTimeLimitExceeded):
        tasks.sweep_mail()
    assert state() == [(MailStatus.SENT, 1, ""), (MailStatus.SENDING, 1, ""), *[(MailStatus.QUEUED, 0, "")] * 2]
    assert Mail.objects.filter(status=MailStatus.QUEUED, due_at__lte=services.clock.now()).count() == 2


def die(**_: object) -> None:
    raise KeyboardInterrupt


def test_dying_between_sending_and_marking(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease passes, the mail is taken again, and the folder still holds it once."""
    spool()
    with monkeypatch.context() as patch:
        patch.setattr(services, "mark_sent", die)
        with pytest.raises(KeyboardInterrupt):
            tasks.sweep_mail()
    assert state() == [(MailStatus.SENDING, 1, "")]
    Mail.objects.update(due_at=services.clock.now())
    tasks.sweep_mail()
    assert state() == [(MailStatus.SENT, 2, "")]
    assert len(list(folder.iterdir())) == 1


def test_logs_hold_ids_only(smtp: SMTPServer, caplog: pytest.LogCaptureFixture) -> None:
    smtp.answers["RCPT"] = b"550 amina0@example.org is unknown"
    spool()
    with caplog.at_level(logging.DEBUG):
        tasks.sweep_mail()
    [record] = [record for record in caplog.records if record.name == tasks.__name__]
    assert (record.__dict__["id"], record.__dict__["code"]) == (str(Mail.objects.get().pk), "smtp 550")
    everything = json.dumps(
        [record.__dict__ for record in caplog.records if record.name.startswith("foundation")], default=str
    )
    assert "amina" not in everything
    assert "Hello" not in everything
