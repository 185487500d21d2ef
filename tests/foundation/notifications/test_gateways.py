import smtplib
import stat
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from foundation.kernel import clock
from foundation.kernel.ids import new_id
from foundation.notifications import gateways
from foundation.notifications.errors import Deferred, MailError, Refused, Unreachable
from foundation.notifications.models import Mail
from tests.foundation.notifications.conftest import SMTPServer


def mail(**fields: Any) -> Mail:
    mail_id = new_id()
    words = {
        "to": "amina@example.org",
        "language": "ar",
        "subject": "شهادتك جاهزة",
        "text": "مرحبا\n",
        "html": "<p>مرحبا</p>",
    }
    return Mail(id=mail_id, message_id=f"<{mail_id}@jisr.example>", due_at=clock.now(), **{**words, **fields})


def send(*mails: Mail) -> None:
    with gateways.post_office() as post:
        for each in mails:
            post(each)


def test_a_server_gets_the_whole_mail(smtp: SMTPServer) -> None:
    sent = mail()
    send(sent)
    [got] = smtp.mails
    assert (got["To"], got["Subject"], got["From"]) == (
        "amina@example.org",
        "شهادتك جاهزة",
        "Jisr <no-reply@jisr.example>",
    )
    assert (got["Message-ID"], got["Content-Language"]) == (sent.message_id, "ar")
    assert got.get_body(("plain",)).get_content().replace("\r\n", "\n") == "مرحبا\n"
    assert got.get_body(("html",)).get_content().strip() == "<p>مرحبا</p>"


def test_many_mails_share_a_connection(smtp: SMTPServer) -> None:
    send(mail(), mail(), mail())
    assert (len(smtp.mails), smtp.connections) == (3, 1)


@pytest.mark.parametrize(
    ("command", "answer", "kind", "code"),
    [
        ("RCPT", b"550 amina@example.org: no such person", Refused, "smtp 550"),
        ("RCPT", b"450 amina@example.org: later", Deferred, "smtp 450"),
        ("MAIL", b"552 too much", Refused, "smtp 552"),
        ("DATA", b"451 later", Deferred, "smtp 451"),
        ("MAIL", b"421 closing", Deferred, "smtp 421"),
    ],
)
def test_what_a_server_answers(smtp: SMTPServer, command: str, answer: bytes, kind: type[MailError], code: str) -> None:
    smtp.answers[command] = answer
    with pytest.raises(kind) as caught:
        send(mail())
    assert caught.value.code == code
    assert "amina" not in repr(caught.value)


def test_one_refusal_does_not_spoil_the_next(smtp: SMTPServer) -> None:
    smtp.answers["RCPT"] = b"550 no"
    with gateways.post_office() as post:
        with pytest.raises(Refused):
            post(mail())
        del smtp.answers["RCPT"]
        post(mail())
    assert len(smtp.mails) == 1


def test_a_server_that_is_away(settings: Any) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    with pytest.raises(Unreachable) as caught:
        send(mail())
    assert caught.value.code == "ConnectionRefusedError"


def test_a_line_break_never_reaches_a_server(smtp: SMTPServer) -> None:
    with pytest.raises(Refused) as caught:
        send(mail(subject="Hi\nBcc: b@example.org"))
    assert caught.value.code == "BadHeaderError"
    assert smtp.mails == []


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "ssl", "tls"),
    [
        ("smtp://mail.example", "mail.example", 25, "", False, False),
        ("smtp://u%40x:p@mail.example", "mail.example", 587, "u@x", False, True),
        ("smtp://u:p@mail.example:25?tls=no", "mail.example", 25, "u", False, False),
        ("smtp://mail.example:2525?tls=starttls", "mail.example", 2525, "", False, True),
        ("smtps://u:p@mail.example", "mail.example", 465, "u", True, False),
        ("smtp://[::1]:2525", "::1", 2525, "", False, False),
    ],
)
def test_the_address_says_how_to_connect(url: str, host: str, port: int, user: str, ssl: bool, tls: bool) -> None:
    backend = gateways._backend(gateways.urlsplit(url))
    assert (backend.host, backend.port, backend.username) == (host, port, user)
    assert (backend.use_ssl, backend.use_tls) == (ssl, tls)


def test_an_address_that_nobody_understands(settings: Any) -> None:
    settings.MAIL_URL = "pigeon://loft"
    with pytest.raises(ImproperlyConfigured):
        send()


def test_wrong_credentials_are_nobodys_mails_fault() -> None:
    reason = gateways._reason(smtplib.SMTPAuthenticationError(535, b"no"))
    assert (type(reason), reason.code) == (Unreachable, "smtp 535")


def test_a_folder_takes_a_mail_once(folder: Path) -> None:
    sent = mail()
    send(sent, sent)
    sent.attempts = 2
    send(sent)
    assert [path.name for path in folder.iterdir()] == [f"{sent.pk}.eml"]
    got = message_from_bytes((folder / f"{sent.pk}.eml").read_bytes(), policy=policy.default)
    assert (got["Subject"], got["Message-ID"]) == ("شهادتك جاهزة", sent.message_id)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
