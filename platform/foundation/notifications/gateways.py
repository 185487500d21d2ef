"""The mail server, or a folder that stands for it.

A folder takes a mail once: its file is named by the mail's id. A server takes it at least once: when the process dies
between the server's "250" and our mark, the mail goes out again, with the same Message-ID.
"""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from foundation.notifications.errors import Deferred, Refused, Unreachable
from foundation.notifications.models import Mail

TIMEOUT = 10  # seconds
Send = Callable[[Mail], None]


@contextmanager
def post_office() -> Iterator[Send]:
    """Opens what `JISR_MAIL_URL` names and gives the means to send one mail: `file:///folder`, or
    `smtp://user:password@host:port?tls=starttls` (or `tls=no`), or `smtps://` for TLS from the first byte."""
    parts = urlsplit(settings.MAIL_URL)
    if parts.scheme == "file":
        yield _folder(Path(unquote(parts.path)))
    elif parts.scheme in {"smtp", "smtps"}:
        with _server(parts) as send:
            yield send
    else:
        raise ImproperlyConfigured("JISR_MAIL_URL must begin with file://, smtp:// or smtps://.")


def _folder(folder: Path) -> Send:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def send(mail: Mail) -> None:
        draft = folder / f".{mail.pk}-{mail.attempts}"
        draft.write_bytes(_message(mail).message().as_bytes())
        draft.replace(folder / f"{mail.pk}.eml")

    return send


@contextmanager
def _server(parts: SplitResult) -> Iterator[Send]:
    backend = _backend(parts)

    def send(mail: Mail) -> None:
        try:
            backend.open()
            backend.send_messages([_message(mail)])
        except (OSError, ValueError) as error:
            raise _reason(error) from None

    try:
        yield send
    finally:
        _close(backend)


def _close(backend: EmailBackend) -> None:
    try:
        backend.close()
    except OSError:  # it has gone away by itself
        backend.connection = None


def _backend(parts: SplitResult) -> EmailBackend:
    implicit = parts.scheme == "smtps"
    wanted = parse_qs(parts.query).get("tls", ["starttls" if parts.username else "no"])[0]
    return EmailBackend(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if implicit else 587 if parts.username else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=implicit,
        use_tls=not implicit and wanted in {"starttls", "yes", "true", "1"},
        timeout=TIMEOUT,
    )


def _reason(error: Exception) -> Refused | Deferred | Unreachable:
    """SMTPException is an OSError too: what isn't an answer of the server is a server out of reach."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _answer(next((code for code, _ in error.recipients.values()), 450))
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Unreachable(f"smtp {error.smtp_code}")
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code)
    if isinstance(error, OSError):
        return Unreachable(type(error).__name__)
    return Refused(type(error).__name__)


def _answer(code: int) -> Refused | Deferred:
    return Refused(f"smtp {code}") if code >= 500 else Deferred(f"smtp {code}")


def _message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    return message
